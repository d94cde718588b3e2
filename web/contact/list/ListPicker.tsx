import { useMutation } from '@tanstack/react-query'
import { ClipboardPaste, Upload } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { ListPiece, ListTaken } from '#core/contact/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { type ListReport, readList } from '#web/contact/list/read-list.ts'
import { useListWords } from '#web/contact/list/words.ts'
import { Button, buttonClass, Spinner } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

type Props = {
  label: string
  hint: string
  hand: (piece: ListPiece) => Promise<ListTaken>
  /** After the last piece, also where one was refused. */
  onSettled: () => unknown
  /** What came of it in one or two sentences. */
  say: (report: ListReport) => string
  /** What stands beside the buttons. */
  children?: ReactNode
}

/** A list from a file or from the clipboard, and what came of it, line by line. */
export function ListPicker({ label, hint, hand, onSettled, say, children }: Props) {
  const t = useListWords()
  const problem = useProblemWords()
  const [share, setShare] = useState(0)
  const [isPasting, setPasting] = useState(false)
  const read = useMutation({
    mutationFn: (list: Blob) => {
      setShare(0)
      return readList(list, hand, setShare)
    },
    onSuccess: () => setPasting(false),
    onSettled,
  })
  return (
    <div>
      <p className="mb-1.5 font-medium text-sm">{label}</p>
      <div className="flex flex-wrap items-center gap-2">
        <FileButton busy={read.isPending} share={share} onFile={(file) => read.mutate(file)} />
        <Button
          icon={<ClipboardPaste />}
          aria-expanded={isPasting}
          disabled={read.isPending}
          onClick={() => setPasting(!isPasting)}
        >
          {t('paste')}
        </Button>
        {children}
      </div>
      <p className="mt-1.5 text-fg-3 text-xs">{hint}</p>
      {isPasting && (
        <Paste
          busy={read.isPending}
          onText={(text) => read.mutate(new Blob([text]))}
          onClose={() => setPasting(false)}
        />
      )}
      {read.isError && (
        <p role="alert" className="mt-1.5 text-danger-fg text-xs">
          {problem(read.error)}
        </p>
      )}
      {read.data === null && (
        <p role="alert" className="mt-1.5 text-danger-fg text-xs">
          {t('notText')}
        </p>
      )}
      {read.data && <Report report={read.data} sentence={say(read.data)} />}
    </div>
  )
}

type FileProps = { busy: boolean; share: number; onFile: (file: File) => void }

function FileButton({ busy, share, onFile }: FileProps) {
  const t = useListWords()
  const input = useId()
  return (
    <label
      htmlFor={input}
      className={buttonClass({
        className: 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-brand',
      })}
    >
      {busy ? <Spinner /> : <Upload aria-hidden />}
      {busy ? t('reading', { percent: Math.round(share * 100) }) : t('choose')}
      <input
        id={input}
        type="file"
        accept=".csv,text/csv,text/plain"
        className="sr-only"
        disabled={busy}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
    </label>
  )
}

type PasteProps = { busy: boolean; onText: (text: string) => void; onClose: () => void }

function Paste({ busy, onText, onClose }: PasteProps) {
  const t = useListWords()
  const [text, setText] = useState('')
  return (
    <div className="mt-2 space-y-2">
      <Field label={t('pasteLabel')} hint={t('pasteHint')}>
        <Textarea
          value={text}
          rows={4}
          placeholder={'0812 3456 7890\tDewi'}
          className="font-mono text-sm"
          onChange={setText}
        />
      </Field>
      <div className="flex gap-2">
        <Button tone="primary" busy={busy} disabled={text.trim() === ''} onClick={() => onText(text)}>
          {t('pasteTake')}
        </Button>
        <Button tone="ghost" onClick={onClose}>
          {t('pasteClose')}
        </Button>
      </div>
    </div>
  )
}

/** How many were taken, what was left out, and every line that cannot be used with its reason. */
function Report({ report, sentence }: { report: ListReport; sentence: string }) {
  const t = useListWords()
  const language = useLanguage()
  const more = report.badCount - report.bad.length
  const isEmpty = report.added + report.repeated + report.badCount === 0
  return (
    <div role="status" className="mt-2 space-y-1.5 rounded-md bg-sunken p-2.5 text-sm">
      <p>{isEmpty ? t('nothing') : sentence}</p>
      {report.unused.length > 0 && (
        <p className="text-warn-fg text-xs">{t('unused', { columns: report.unused.join(', ') })}</p>
      )}
      {report.unread > 0 && <p className="text-warn-fg text-xs">{t('unread', { count: report.unread })}</p>}
      {report.badCount > 0 && (
        <>
          <p className="font-medium text-warn-fg">{t('bad', { count: report.badCount })}</p>
          <ul className="space-y-1 text-xs">
            {report.bad.map(({ line, text, ...said }) => (
              <li key={line} className="break-words">
                <span className="font-medium">{t('badLine', { line })}</span>{' '}
                <span className="font-mono text-fg-3">{text}</span> {said[language]}
              </li>
            ))}
            {more > 0 && <li className="text-fg-3">{t('badMore', { count: more })}</li>}
          </ul>
        </>
      )}
    </div>
  )
}

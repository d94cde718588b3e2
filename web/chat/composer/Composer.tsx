import { FileText, Paperclip, Send, StickyNote, X, Zap } from 'lucide-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Message } from '#core/chat/api.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useFormats } from '#web/base/format.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useCanned } from '#web/chat/composer/canned/useCanned.tsx'
import { EmojiPicker } from '#web/chat/composer/EmojiPicker.tsx'
import type { useAttachments } from '#web/chat/composer/useAttachments.ts'
import { kindName } from '#web/chat/kind-name.ts'
import { speaker } from '#web/chat/thread/Bubble.tsx'
import { lineOf } from '#web/chat/thread/body-of.ts'
import { WindowPill } from '#web/chat/WindowPill.tsx'
import type { WindowView } from '#web/chat/window.ts'
import { useWords } from '#web/chat/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { typeIn } from '#web/ui/type-in.ts'
import type { OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'

/** The sentences of all rules are long, and a refusal is rare. */
const AttachmentTray = patient(
  async () => (await import('#web/chat/composer/AttachmentTray.tsx')).AttachmentTray,
  'early',
)
const CostLine = patient(async () => (await import('#web/chat/composer/CostLine.tsx')).CostLine)
const Explanation = patient(async () => (await import('#web/whatsapp/verdict/Explanation.tsx')).Explanation)

/** Meta's limit for the body of a text message. */
const TEXT_MAX = 4096
const NOTE_MAX = 4000
const COUNTER_FROM = 3500
const HEIGHT_MAX_PX = 160

export type Mode = 'reply' | 'note'

type Props = {
  mode: Mode
  onMode: (mode: Mode) => void
  text: string
  onText: (text: string) => void
  view: WindowView
  customer: string
  quote: Message | null
  onUnquote: () => void
  files: ReturnType<typeof useAttachments>
  /** A sentence of the server or of a size rule. */
  problem: string | null
  /** The gate's answer behind the problem, when it was the gate that said no. */
  refused: Verdict | null
  chatId: string
  onForgetProblem: () => void
  /** What was pasted was longer than a message may be: `max` letters are there. */
  onCut: (max: number) => void
  onSubmit: () => void
  onTemplate: OnTemplate
  inputRef: (element: HTMLTextAreaElement | null) => void
}

/** Where the agent writes: a reply to the customer, or a note that never leaves the house. */
export function Composer(props: Props) {
  const { mode, onMode, view, text, files, onSubmit, chatId } = props
  const [over, setOver] = useState(false)
  const latest = useRef(onSubmit)
  latest.current = onSubmit
  const area = useRef<HTMLTextAreaElement | null>(null)
  const submit = useCallback(() => latest.current(), [])
  const put = useCallback((made: string) => {
    const field = area.current
    if (field) typeIn(field, made, { from: field.selectionStart, to: field.selectionEnd })
  }, [])
  const call = useCallback(() => {
    const field = area.current
    if (field) put(/(^|\s)$/.test(field.value.slice(0, field.selectionStart)) ? '/' : ' /')
  }, [put])
  const note = mode === 'note'
  const cost = useMemo(
    () =>
      note ? null : (
        <Suspense>
          <CostLine chatId={chatId} category="service" className="mr-2" />
        </Suspense>
      ),
    [note, chatId],
  )
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!note) files.add([...event.dataTransfer.files])
  }
  return (
    <div className="shrink-0 px-2 pt-1 pb-[max(8px,env(safe-area-inset-bottom))] md:px-6 md:pb-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped here; the button beside does the same by keyboard */}
      <div
        data-keep-clear
        onDragOver={(event) => {
          event.preventDefault()
          setOver(!note)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          'relative mx-auto max-w-[772px] rounded-lg border shadow-2 focus-within:border-brand',
          note ? 'border-note-line bg-note' : 'border-line-strong bg-surface',
          over && 'border-brand border-dashed',
        )}
      >
        <Tabs mode={mode} onMode={onMode} view={view} />
        <Problem {...props} />
        <QuoteLine {...props} />
        {!note && files.list.length > 0 && (
          <Suspense>
            <AttachmentTray list={files.list} onRemove={files.remove} />
          </Suspense>
        )}
        <Box {...props} area={area} />
        <Tools
          note={note}
          length={text.length >= COUNTER_FROM ? text.length : 0}
          empty={text.trim() === '' && (note || files.list.length === 0)}
          onEmoji={put}
          onCall={call}
          onFiles={files.add}
          onTemplate={props.onTemplate}
          cost={cost}
          onSubmit={submit}
        />
      </div>
    </div>
  )
}

const Tabs = memo(function Tabs({ mode, onMode, view }: Pick<Props, 'mode' | 'onMode' | 'view'>) {
  const t = useWords()
  return (
    <div className="flex items-center gap-1 px-2 pt-2 max-md:[&_[role=radio]]:h-10">
      <Segmented<Mode>
        label={t('composer.mode')}
        size="sm"
        value={mode}
        onChange={onMode}
        options={[
          { value: 'reply', label: t('composer.reply') },
          { value: 'note', label: t('composer.note') },
        ]}
      />
      <span className="ml-auto max-md:hidden">
        <WindowPill view={view} />
      </span>
    </div>
  )
})

function Problem({ problem, refused, onForgetProblem, onTemplate }: Props) {
  const base = useBaseWords()
  if (!problem) return null
  const close = (
    <IconButton label={base('close')} size="sm" onClick={onForgetProblem}>
      <X />
    </IconButton>
  )
  return (
    <Banner tone="danger" role="alert" action={close} className="mx-2 mt-2 py-1">
      {problem}
      {refused && (
        <Suspense>
          <Explanation fault={null} verdict={refused} brief onTemplate={onTemplate} />
        </Suspense>
      )}
    </Banner>
  )
}

function QuoteLine({ quote, customer, onUnquote, mode }: Props) {
  const t = useWords()
  if (!quote || mode === 'note') return null
  return (
    <div className="mx-2 mt-2 flex items-center gap-2 rounded-sm border-brand border-l-[3px] bg-sunken py-1 pr-1 pl-2">
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-2xs text-brand-soft-fg">{speaker(quote, customer, t)}</p>
        <p className="truncate text-fg-2 text-xs">{lineOf(quote, kindName(t))}</p>
      </div>
      <IconButton label={t('composer.unquote')} size="sm" onClick={onUnquote}>
        <X />
      </IconButton>
    </div>
  )
}

type BoxProps = Props & { area: { current: HTMLTextAreaElement | null } }

function Box({ mode, text, onText, onSubmit, onCut, files, inputRef, chatId, area }: BoxProps) {
  const t = useWords()
  const note = mode === 'note'
  const max = note ? NOTE_MAX : TEXT_MAX
  const canned = useCanned({ chatId, text, isNote: note, area })
  const keep = useCallback(
    (element: HTMLTextAreaElement | null) => {
      area.current = element
      inputRef(element)
    },
    [area, inputRef],
  )
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (canned.onKey(event)) return
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    onSubmit()
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const stays = value.length - (selectionEnd - selectionStart)
    // the field holds one character for each line's end
    const text = event.clipboardData.getData('text').replaceAll('\r\n', '\n')
    if (stays + text.length > max) onCut(max)
    const pasted = [...event.clipboardData.files]
    if (pasted.length === 0 || note) return
    event.preventDefault()
    files.add(pasted)
  }
  return (
    <>
      {canned.list}
      <Textarea
        bare
        rows={1}
        value={text}
        onChange={(next) => {
          canned.watch()
          onText(next)
        }}
        onSelect={canned.watch}
        onBlur={canned.leave}
        onKeyDown={onKey}
        onPaste={onPaste}
        inputRef={keep}
        maxHeight={HEIGHT_MAX_PX}
        maxLength={max}
        aria-label={t(note ? 'composer.note' : 'composer.reply')}
        placeholder={t(note ? 'composer.noteHere' : 'composer.writeHere')}
        {...canned.aria}
        className="scroll block min-h-[42px] px-3.5 pt-2.5 pb-1 text-[14px] leading-5"
      />
    </>
  )
}

type ToolsProps = {
  note: boolean
  /** Shown near the limit only; 0 before. */
  length: number
  empty: boolean
  onEmoji: (emoji: string) => void
  /** Calls the canned replies. */
  onCall: () => void
  onFiles: (files: readonly File[]) => void
  onTemplate: OnTemplate
  onSubmit: () => void
  /** What the message costs. */
  cost: ReactNode
}

/** Typing does not draw it again: only what it shows does. */
const Tools = memo(function Tools({
  note,
  length,
  empty,
  onEmoji,
  onCall,
  onFiles,
  onTemplate,
  onSubmit,
  cost,
}: ToolsProps) {
  const t = useWords()
  const format = useFormats()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className="flex items-center gap-0.5 px-1.5 pb-1.5">
      {!note && (
        <>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
          <IconButton
            label={t('composer.attach')}
            side="top"
            onClick={() => picker.current?.click()}
            className="max-md:size-11"
          >
            <Paperclip />
          </IconButton>
          <IconButton
            label={t('template.open')}
            side="top"
            onClick={() => onTemplate(null)}
            className="max-md:size-11"
          >
            <FileText />
          </IconButton>
          <IconButton label={t('canned.open')} side="top" onClick={onCall} className="max-md:size-10">
            <Zap />
          </IconButton>
        </>
      )}
      <span className="contents max-[359px]:hidden">
        <EmojiPicker onPick={onEmoji} />
      </span>
      <span className="flex-1" />
      {cost}
      {length > 0 && (
        <span className="tnum mr-2 text-2xs text-fg-3">
          {format.number(length)}/{format.number(TEXT_MAX)}
        </span>
      )}
      <Button
        tone="primary"
        disabled={empty}
        icon={note ? <StickyNote /> : <Send />}
        onClick={onSubmit}
        className="max-md:h-11"
      >
        {t(note ? 'composer.saveNote' : 'composer.send')}
      </Button>
    </div>
  )
})

import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'

type Props = {
  readonly isBusy: boolean
  readonly onFile: (file: File) => void
  /** A button alone, where a file is there already. */
  readonly isSmall?: boolean
}

/** A place to drop a file on, and the button that asks for one. */
export function FileChoice({ isBusy, onFile, isSmall = false }: Props) {
  const t = useBundleWords()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const take = (file: File | undefined) => {
    if (file) onFile(file)
  }
  const button = (
    <>
      <Button
        tone={isSmall ? 'secondary' : 'primary'}
        icon={<FileUp aria-hidden />}
        busy={isBusy}
        onClick={() => input.current?.click()}
      >
        {t(isSmall ? 'chooseOther' : 'choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={t('choose')}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </>
  )
  if (isSmall) return button
  return (
    <section
      aria-label={t('file')}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
      className={cx(
        'flex flex-col items-center rounded-lg border-2 border-dashed px-6 py-10 text-center',
        isOver ? 'border-brand bg-brand-soft/40' : 'border-line-strong bg-surface',
      )}
    >
      <span
        aria-hidden
        className="mb-3 grid size-12 place-items-center rounded-full bg-brand-soft text-brand-soft-fg [&_svg]:size-6"
      >
        <FileUp />
      </span>
      <p className="font-display font-semibold text-base">{t('drop')}</p>
      <p className="mt-1 mb-4 max-w-sm text-fg-2 text-sm">{t('dropText')}</p>
      {button}
    </section>
  )
}

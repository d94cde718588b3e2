import type { FormEvent, ReactNode } from 'react'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

type Props = {
  title: string
  text?: ReactNode
  action: string
  busy: boolean
  problem?: string | undefined
  onSubmit: () => void
  children: ReactNode
  /** Links under the button. */
  links?: ReactNode
}

/** A form before the door: one heading, its fields, one button, and what went wrong. */
export function DoorForm({ title, text, action, busy, problem, onSubmit, children, links }: Props) {
  const t = useDoorWords()
  // The browser would say it in its own language, which need not be the page's.
  const sayWhatIsMissing = ({ target }: FormEvent<HTMLFormElement>) => {
    if (!(target instanceof HTMLInputElement)) return
    const { valueMissing, tooShort } = target.validity
    target.setCustomValidity(
      valueMissing ? t('fillIn') : tooShort ? t('tooShort', { count: target.minLength }) : t('noEmail'),
    )
  }
  const beginAnew = ({ target }: FormEvent<HTMLFormElement>) => {
    if (target instanceof HTMLInputElement) target.setCustomValidity('')
  }
  return (
    <form
      className="space-y-4"
      onInvalidCapture={sayWhatIsMissing}
      onInputCapture={beginAnew}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <header className="pb-1">
        <h1 className="font-bold text-2xl tracking-[-.02em]">{title}</h1>
        {text && <p className="mt-1 text-base text-fg-2">{text}</p>}
      </header>
      {children}
      {problem && (
        <Banner tone="danger" role="alert">
          {problem}
        </Banner>
      )}
      <Button type="submit" tone="primary" size="lg" busy={busy} className="w-full">
        {action}
      </Button>
      {links && (
        <div className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-base text-brand-soft-fg [&_a]:py-1 [&_a:hover]:underline pointer-coarse:[&_a]:py-3">
          {links}
        </div>
      )}
    </form>
  )
}

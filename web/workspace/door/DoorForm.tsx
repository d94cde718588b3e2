import type { ReactNode } from 'react'
import { useValidityWords } from '#web/base/validity.ts'
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
  useValidityWords(t)
  return (
    <form
      className="space-y-4"
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

import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import type { DialogProps } from '#web/ui/popup-props.ts'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useUiWords } from '#web/ui/words.ts'

type Props = Pick<
  DialogProps,
  'open' | 'onOpenChange' | 'title' | 'description' | 'children' | 'finalFocus'
> & {
  /** What must be typed, letter for letter. */
  word: string
  action: ReactNode
  icon?: ReactNode
  tone?: 'danger' | 'primary' | undefined
  busy?: boolean | undefined
  /** Something else is still missing. */
  blocked?: boolean | undefined
  error?: ReactNode
  onConfirm: (typed: string) => void
}

/** For the few acts that reach customers or cut a line: the word must be typed in its exact case. */
export function TypedConfirm({
  word,
  action,
  icon,
  tone = 'danger',
  busy,
  blocked,
  error,
  onConfirm,
  children,
  ...dialog
}: Props) {
  const words = useUiWords()
  const [typed, setTyped] = useState('')
  const change = (open: boolean) => {
    setTyped('')
    dialog.onOpenChange(open)
  }
  const ready = typed.trim() === word && !blocked // a phone's keyboard ends a word with a space
  return (
    <Dialog
      {...dialog}
      onOpenChange={change}
      icon={
        <span
          className={cx(
            'grid size-10 place-items-center',
            tone === 'danger' ? 'bg-danger-soft text-danger-fg' : 'bg-warn-soft text-warn-fg',
          )}
        >
          <TriangleAlert />
        </span>
      }
      footer={
        <>
          <CloseWith>
            <Button>{words.cancel}</Button>
          </CloseWith>
          <Button tone={tone} icon={icon} busy={busy} disabled={!ready} onClick={() => onConfirm(word)}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) onConfirm(word)
        }}
      >
        {children}
        <Field label={words.typeWord.replace('{word}', word)} error={error}>
          <TextInput
            value={typed}
            onChange={setTyped}
            spellCheck={false}
            autoCorrect="off"
            autoCapitalize={word === word.toUpperCase() ? 'characters' : 'off'}
            inputMode={/^\d+$/.test(word) ? 'numeric' : undefined}
            className="font-mono"
          />
        </Field>
      </form>
    </Dialog>
  )
}

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { FieldDialog } from '#web/contact/field/FieldDialog.tsx'
import { useWords } from '#web/contact/words.ts'
import { Button } from '#web/ui/Button.tsx'

const NO_FOLDERS: readonly string[] = []

/** Adds a custom field beside the fields of a contact. */
export function NewField() {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" tone="ghost" icon={<Plus />} onClick={() => setOpen(true)} className="max-md:h-11">
        {t('fieldAdd')}
      </Button>
      {open && <FieldDialog folders={NO_FOLDERS} onClose={() => setOpen(false)} />}
    </>
  )
}

import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { ListPicker } from '#web/contact/list/ListPicker.tsx'
import type { ListReport } from '#web/contact/list/read-list.ts'
import { useListWords } from '#web/contact/list/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const TAG_LENGTH_MAX = 50

/** Takes customers in whom the shop has in a spreadsheet. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useListWords()
  const [tag, setTag] = useState('')
  const say = ({ added, repeated }: ListReport) =>
    [t('importDone', { count: added }), repeated > 0 && t('importKnown', { count: repeated })]
      .filter(Boolean)
      .join(' ')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('importTitle')}
      description={t('importText')}
      footer={
        <CloseWith>
          <Button>{t('close')}</Button>
        </CloseWith>
      }
    >
      <div className="space-y-4">
        <Field label={t('importTag')} hint={t('importTagHint')}>
          <TextInput value={tag} maxLength={TAG_LENGTH_MAX} onChange={setTag} />
        </Field>
        <ListPicker
          label={t('importList')}
          hint={t('importHint')}
          hand={(piece) =>
            client.contact.importContacts({ ...piece, tags: tag.trim() === '' ? [] : [tag.trim()] })
          }
          onSettled={() => queryClient.invalidateQueries({ queryKey: orpc.contact.key() })}
          say={say}
        />
      </div>
    </Dialog>
  )
}

import type { Contact } from '#core/contact/api.ts'
import { shownPhone } from '#web/base/phone.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { changeContact } from '#web/contact/data.ts'
import { InlineText } from '#web/contact/field/InlineText.tsx'
import { TagEditor } from '#web/contact/TagEditor.tsx'
import { useWords } from '#web/contact/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Who this is: name, number, tags. The name is changed where it stands. */
export function PersonHead({ contact }: { contact: Contact }) {
  const t = useWords()
  const say = useProblemWords()
  const rename = async (name: string) => {
    try {
      await changeContact(contact, { name })
    } catch (error) {
      toast(say(error), { tone: 'problem' })
    }
  }
  const shown = contact.name || contact.profileName
  return (
    <div className="flex flex-col items-center px-4 pt-5 pb-4 text-center">
      <Avatar name={shown} size={60} />
      <h2 className="mt-2 w-full max-w-64 font-semibold text-lg">
        <InlineText
          label={t('name')}
          value={shown}
          placeholder={t('nameless')}
          onSave={(name) => void rename(name)}
          className="mx-0 text-center"
        />
      </h2>
      <p className="text-fg-3">{shownPhone(contact.phone) || t('numberless')}</p>
      {contact.profileName && contact.profileName !== shown && (
        <p className="mt-0.5 text-2xs text-fg-3">{t('profileName', { name: contact.profileName })}</p>
      )}
      <div className="mt-2.5 max-w-full">
        <TagEditor contact={contact} center />
      </div>
    </div>
  )
}

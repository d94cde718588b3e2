import { Dialog } from '#web/ui/Dialog.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import type { NumberSheetProps, Sheet } from '#web/whatsapp/number/number-sheet.ts'
import { ProfileDialog } from '#web/whatsapp/number/ProfileDialog.tsx'
import { RecipientsDialog } from '#web/whatsapp/number/RecipientsDialog.tsx'
import { PinForm, RegisterDialog } from '#web/whatsapp/number/RegisterDialog.tsx'

/** The dialogs about a number, once they have been fetched. */
export function NumberSheetBody({ number, sheet, onClose }: NumberSheetProps) {
  const t = useChannelWords()
  const shown = (which: Sheet) => (sheet === which ? number : null)
  const pinned = shown('pin')
  return (
    <>
      <ProfileDialog number={shown('profile')} onClose={onClose} />
      <RegisterDialog number={shown('register')} onClose={onClose} />
      <RecipientsDialog number={shown('recipients')} onClose={onClose} />
      <Dialog
        open={pinned !== null}
        onOpenChange={(open) => !open && onClose()}
        title={t('pinChange')}
        description={t('pinText', { number: number?.display ?? '' })}
      >
        {pinned && <PinForm number={pinned} act="change" onDone={onClose} />}
      </Dialog>
    </>
  )
}

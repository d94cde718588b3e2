import { FileText, Image, MapPin, Mic, Paperclip, UserRound } from 'lucide-react'
import { useRef, useState } from 'react'
import type { SayBody } from '#core/whatsapp/sim-api.ts'
import { Menu } from '#web/ui/Menu.tsx'
import { AttachForm } from '#web/whatsapp/phone/AttachForm.tsx'
import { uploadToSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

type Props = { world: World; replyTo: { replyTo?: string }; onSay: (body: SayBody) => void }

const IMAGE_OR_FILM = 'image/jpeg,image/png,image/webp,video/mp4,video/3gpp'
const SOUND = 'audio/*'

/** Pictures, sounds, files, a place, a person: everything that is not text. */
export function AttachMenu({ world, replyTo, onSay }: Props) {
  const t = useWords()
  const picker = useRef<HTMLInputElement>(null)
  const [form, setForm] = useState<'location' | 'contact' | null>(null)
  const upload = useSimAct(world, async (file: File) => {
    const { mediaId } = await uploadToSim(world, file)
    onSay({ kind: 'media', mediaId, ...replyTo })
  })
  const pick = (accept: string) => {
    const input = picker.current
    if (!input) return
    input.accept = accept
    input.click()
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) upload.mutate(file)
        }}
      />
      <Menu
        side="top"
        align="end"
        className="w-48"
        items={[
          { label: t('attachImage'), icon: <Image />, onSelect: () => pick(IMAGE_OR_FILM) },
          { label: t('attachAudio'), icon: <Mic />, onSelect: () => pick(SOUND) },
          { label: t('attachFile'), icon: <FileText />, onSelect: () => pick('') },
          { label: t('attachLocation'), icon: <MapPin />, onSelect: () => setForm('location') },
          { label: t('attachContact'), icon: <UserRound />, onSelect: () => setForm('contact') },
        ]}
        trigger={
          <button
            type="button"
            aria-label={t('attach')}
            aria-busy={upload.isPending}
            className="grid h-[42px] w-9 shrink-0 place-items-center text-wa-meta hover:text-wa-fg"
          >
            <Paperclip className="size-5" />
          </button>
        }
      />
      <AttachForm
        kind={form}
        onClose={() => setForm(null)}
        onSend={(body) => {
          setForm(null)
          onSay({ ...body, ...replyTo })
        }}
      />
    </>
  )
}

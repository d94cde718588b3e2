import { Clock, FileText, StickyNote } from 'lucide-react'
import { Suspense } from 'react'
import { SHORTCUT } from '#web/chat/keys.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import type { WindowView } from '#web/chat/window.ts'
import { useWords } from '#web/chat/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Kbd } from '#web/ui/Kbd.tsx'
import { patient } from '#web/ui/patient.ts'
import type { OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'

/** The sentences of all refusals are long, and a closed window is not the rule: they are fetched when it is. */
const GateAnswer = patient(async () => (await import('#web/chat/composer/GateAnswer.tsx')).GateAnswer)

type Props = {
  chat: HeldChat
  view: WindowView
  unsent: string
  onNote: () => void
  onTemplate: OnTemplate
}

/** In place of the composer: why nothing may be written now, what may be sent instead, and when it may again. */
export function ClosedWindow({ chat, view, unsent, onNote, onTemplate }: Props) {
  const t = useWords()
  const name = chat.contact.name.split(/\s+/)[0] ?? chat.contact.name
  const never = view.state === 'never'
  return (
    <div className="shrink-0 border-line border-t bg-surface p-3 pb-[max(12px,env(safe-area-inset-bottom))] md:px-6">
      <div className="mx-auto flex max-w-[772px] flex-wrap items-start gap-3 rounded-lg border border-line bg-sunken p-3">
        <span
          aria-hidden="true"
          className="grid size-9 shrink-0 place-items-center rounded-md bg-slate-soft text-slate-fg max-md:hidden"
        >
          <Clock className="size-[18px]" />
        </span>
        <div role="status" className="min-w-52 flex-1 md:min-w-80">
          <p className="font-semibold text-base">{t(never ? 'closed.neverTitle' : 'closed.title')}</p>
          <p className="text-fg-2 text-sm">{t(never ? 'closed.neverHint' : 'closed.hint', { name })}</p>
          <Suspense>
            <GateAnswer chatId={chat.id} onTemplate={onTemplate} />
          </Suspense>
          {unsent.trim() && (
            <p className="mt-1 truncate text-warn-fg text-xs">{t('closed.kept', { text: unsent })}</p>
          )}
        </div>
        <div className="ml-auto flex flex-wrap justify-end gap-2 max-md:w-full">
          <Button
            tone="primary"
            icon={<FileText />}
            onClick={() => onTemplate(null)}
            className="max-md:h-11 max-md:w-full"
          >
            {t('template.wish')}
          </Button>
          <Button icon={<StickyNote />} onClick={onNote} className="max-md:h-11 max-md:w-full">
            {t('composer.note')}
            <span className="contents max-md:hidden">
              <Kbd>{SHORTCUT.note}</Kbd>
            </span>
          </Button>
        </div>
      </div>
    </div>
  )
}

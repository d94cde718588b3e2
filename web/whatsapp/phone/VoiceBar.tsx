import { Mic, Trash2 } from 'lucide-react'
import { useWords } from '#web/whatsapp/words.ts'

/** What stands in place of the text while the customer speaks. */
export function VoiceBar({ seconds, onDrop }: { seconds: number; onDrop: () => void }) {
  const t = useWords()
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <div className="flex h-[42px] min-w-0 flex-1 items-center gap-2.5 rounded-[21px] bg-wa-in pr-3 pl-1 shadow-1">
      <button
        type="button"
        aria-label={t('dropVoice')}
        onClick={onDrop}
        className="grid size-9 shrink-0 place-items-center rounded-full text-wa-meta hover:text-danger-fg"
      >
        <Trash2 className="size-[18px]" />
      </button>
      <Mic aria-hidden className="size-[18px] shrink-0 animate-pulse text-danger-fg" />
      <span role="timer" className="tnum text-[15px]">
        {time}
      </span>
      <span className="min-w-0 truncate text-[13px] text-wa-meta">{t('recording')}</span>
    </div>
  )
}

import { X } from 'lucide-react'
import { useState } from 'react'
import type { SimContent } from '#core/whatsapp/sim-view.ts'
import { cx } from '#web/ui/cx.ts'
import { useWords } from '#web/whatsapp/words.ts'

type List = NonNullable<SimContent['list']>

/** The rows of a list message, over the lower part of the phone, as WhatsApp opens them; what opened it has the focus again. */
export function ListSheet({
  list,
  onClose,
  onChoose,
}: {
  list: List
  onClose: () => void
  onChoose: (id: string) => void
}) {
  const t = useWords()
  const [chosen, setChosen] = useState<string | null>(null)
  const [opener] = useState(() => document.activeElement)
  const leave = (by: () => void) => {
    if (opener instanceof HTMLElement) opener.focus()
    by()
  }
  return (
    <div
      role="dialog"
      aria-label={list.button}
      className="absolute inset-0 z-10 flex flex-col justify-end bg-black/35"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        leave(onClose)
      }}
    >
      <div className="pop flex max-h-[78%] flex-col rounded-t-[16px] bg-wa-in text-wa-fg">
        <header className="flex items-center gap-2 px-1.5 py-1">
          <button
            type="button"
            // biome-ignore lint/a11y/noAutofocus: opening the list is the customer's own act, focus belongs into it
            autoFocus
            aria-label={t('closeList')}
            onClick={() => leave(onClose)}
            className="grid size-11 place-items-center rounded-full hover:bg-black/5"
          >
            <X className="size-5" />
          </button>
          <p className="min-w-0 flex-1 truncate text-center font-semibold text-[15px]">{list.button}</p>
          <span className="size-11" />
        </header>
        <div className="scroll min-h-0 flex-1 pb-2">
          {list.sections.map((section, at) => (
            <fieldset key={`${at} ${section.title}`} className="min-w-0 px-4 py-1">
              {section.title && (
                <legend className="py-1 font-semibold text-[12.5px] text-brand-soft-fg">
                  {section.title}
                </legend>
              )}
              {section.rows.map((row) => (
                <label
                  key={row.id}
                  className="flex cursor-pointer items-center gap-3 border-black/6 border-b py-2.5 last:border-0 dark:border-white/8"
                >
                  <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                    <span className="block text-[14px] leading-[19px]">{row.title}</span>
                    {row.description && (
                      <span className="block text-[12.5px] text-wa-meta leading-[17px]">
                        {row.description}
                      </span>
                    )}
                  </span>
                  <input
                    type="radio"
                    name="list-row"
                    checked={chosen === row.id}
                    onChange={() => setChosen(row.id)}
                    className="size-[18px] shrink-0 accent-(--brand)"
                  />
                </label>
              ))}
            </fieldset>
          ))}
        </div>
        <div className="p-3">
          <button
            type="button"
            disabled={chosen === null}
            onClick={() => chosen !== null && leave(() => onChoose(chosen))}
            className={cx(
              'h-11 w-full rounded-full bg-brand font-semibold text-[14px] text-on-brand',
              chosen === null && 'opacity-45',
            )}
          >
            {t('sendChoice')}
          </button>
        </div>
      </div>
    </div>
  )
}

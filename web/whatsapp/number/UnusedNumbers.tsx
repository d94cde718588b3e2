import { useMutation } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { NumberMarks } from '#web/whatsapp/number/NumberMarks.tsx'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'

/** Numbers that Meta lists and nobody chose yet. */
export function UnusedNumbers({ numbers, may }: { numbers: readonly PhoneNumber[]; may: boolean }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const use = useMutation(
    orpc.whatsapp.useNumber.mutationOptions({
      onSuccess: ({ display }) => {
        toast(t('usedNow', { number: display }))
        void refreshChannel()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  if (numbers.length === 0) return null
  return (
    <section className="border-line border-t px-4 py-3.5">
      <h3 className="font-semibold text-sm">{t('unused')}</h3>
      <p className="text-fg-3 text-sm">{t('unusedText')}</p>
      <ul className="mt-2 space-y-2">
        {numbers.map((number) => (
          <li
            key={number.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-sunken px-3 py-2.5"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex items-center gap-2 font-medium text-sm">
                <span className="truncate">{number.name || number.display}</span>
                {number.test && <Badge>{t('test')}</Badge>}
              </p>
              <p className="tnum truncate text-fg-2 text-xs">{number.display}</p>
            </div>
            <div className="flex flex-wrap gap-1">
              <NumberBadges state={number.state} quality={number.quality} />
              <NumberMarks number={number} />
            </div>
            {may && number.state !== 'DELETED' && (
              <Button
                size="sm"
                icon={<Plus />}
                busy={use.isPending && use.variables.id === number.id}
                onClick={() => use.mutate({ id: number.id, used: true })}
              >
                {t('use')}
                <span className="sr-only"> {number.display}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

import { BellOff, BellRing } from 'lucide-react'
import { useState } from 'react'
import type { Contact } from '#core/contact/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { changeContact } from '#web/contact/data.ts'
import { Section } from '#web/contact/Section.tsx'
import { useWords } from '#web/contact/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Whether the customer wants marketing, who said so and when, and what a member may do about it. */
export function MarketingWish({ contact, zone }: { contact: Contact; zone: string | undefined }) {
  const t = useWords()
  const say = useProblemWords()
  const format = useFormats(zone)
  const [busy, setBusy] = useState(false)
  const { marketing } = contact
  const stopped = marketing?.stopped === true
  const wish = async (next: 'stop' | 'resume') => {
    setBusy(true)
    try {
      await changeContact(contact, { marketing: next })
    } catch (error) {
      toast(say(error), { tone: 'problem' })
    }
    setBusy(false)
  }
  return (
    <Section title={t('marketing')}>
      <div className="flex flex-wrap items-center gap-2" data-testid="marketing">
        <div className="min-w-40 flex-1 text-sm">
          <p className={stopped ? 'font-medium text-warn-fg' : 'text-fg-2'}>
            {t(stopped ? 'marketingStopped' : 'marketingWanted')}
          </p>
          {marketing && (
            <p className="text-fg-3 text-xs">
              {t(`marketingBy.${marketing.by}`, { at: format.moment(marketing.at) })}
              {stopped && marketing.by !== 'agent' && ` ${t(`marketingBack.${marketing.by}`)}`}
            </p>
          )}
        </div>
        {!stopped && (
          <Button size="sm" icon={<BellOff />} busy={busy} onClick={() => void wish('stop')}>
            {t('marketingStop')}
          </Button>
        )}
        {stopped && marketing.by === 'agent' && (
          <Button size="sm" icon={<BellRing />} busy={busy} onClick={() => void wish('resume')}>
            {t('marketingResume')}
          </Button>
        )}
      </div>
    </Section>
  )
}

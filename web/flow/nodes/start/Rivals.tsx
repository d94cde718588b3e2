import { useState } from 'react'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useAsked } from '#web/flow/nodes/start/use-asked.ts'
import { useTriggerWords } from '#web/flow/trigger-words.ts'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const TEXT_MAX = 200

/** Who else of the bot would begin at the same, who wins and why; and a field to try words in. */
export function Rivals({ node }: InspectorProps<'start'>) {
  const t = useTriggerWords()
  const found = useAsked(node)
  const [typed, setTyped] = useState('')
  if (!found) return null
  const { asked, engine } = found
  const conflicts = engine.conflictsOf(asked)
  const answerer = typed.trim() === '' ? undefined : engine.answererOf(asked, typed)
  return (
    <section className="space-y-2.5 rounded-md bg-sunken p-3" aria-label={t('rivals')}>
      {conflicts.length === 0 && <p className="text-fg-3 text-xs">{t('rivalsNone')}</p>}
      {conflicts.length > 0 && (
        <>
          <h3 className="font-medium font-sans text-xs">{t('rivals')}</h3>
          <ul className="space-y-1.5 text-xs">
            {conflicts.map(({ on, word, rival, winner, why }) => (
              <li key={`${on} ${word} ${rival}`}>
                {t(`on.${on}`, { word, rival })}{' '}
                <span className={winner === null ? 'text-brand-soft-fg' : 'text-warn-fg'}>
                  {winner === null
                    ? t('winsOwn', { why: t(`why.${why}`) })
                    : t('winsRival', { rival: winner, why: t(`why.${why}`) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Field label={t('try')} hint={answerer === undefined ? t('tryHint') : undefined}>
        <TextInput value={typed} maxLength={TEXT_MAX} onChange={setTyped} />
      </Field>
      {answerer !== undefined && (
        <p role="status" className="text-xs">
          <Answerer answerer={answerer} />
        </p>
      )}
    </section>
  )
}

type Answer = { readonly name: string | null; readonly why: 'priority' | 'fit' | 'length' | 'older' | null }

function Answerer({ answerer }: { answerer: Answer | null }) {
  const t = useTriggerWords()
  if (!answerer) return t('tryNone')
  const { name, why } = answerer
  if (why === null) return name === null ? t('tryOwn') : t('tryRival', { rival: name })
  const reason = t(`why.${why}`)
  return name === null ? t('tryOwnWhy', { why: reason }) : t('tryRivalWhy', { rival: name, why: reason })
}

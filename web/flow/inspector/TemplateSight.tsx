import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Contact } from '#core/contact/api.ts'
import type { Known } from '#core/flow/person.ts'
import { fillNode, liveVoice, type Voice, writtenVoice } from '#core/flow/step/fill-template.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useSampleKnown } from '#web/flow/control/sample.ts'
import { withSamples } from '#web/flow/inspector/Preview.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import type { Words } from '#web/flow/model/words.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { TemplatePreview } from '#web/whatsapp/template/view/TemplatePreview.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** Contacts to choose from, the newest. */
const OFFERED_MAX = 50
/** A merge field that has no sample value. */
const FIELD = /\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}/g

type Props = { readonly node: NodeOf<'template'> }
type Level = Pick<NodeOf<'template'>, 'media' | 'body' | 'buttons'>

/** The template as a contact will see it: one that was chosen, with all its values, or a made-up one. */
export function TemplateSight({ node }: Props) {
  const words = useWords()
  const t = useTemplateWords()
  const known = useSampleKnown()
  const { data } = useQuery(orpc.contact.contacts.queryOptions({ input: { limit: OFFERED_MAX } }))
  const contacts = (data?.items ?? []) as readonly Contact[]
  const [chosen, choose] = useState<string | null>(null)
  const contact = contacts.find(({ id }) => id === chosen)
  return (
    <section aria-label={words('preview.label')} className="space-y-1.5">
      <h3 className="font-sans text-sm font-medium">{words('preview.label')}</h3>
      {contacts.length > 0 && (
        <Combobox
          label={t('step.seenBy')}
          placeholder={t('step.seenBySample')}
          empty={t('step.seenByNobody')}
          clearable
          value={chosen}
          onChange={choose}
          options={contacts.map(({ id, name, phone }) => ({
            value: id,
            label: name || phone || '…',
            hint: name && phone ? phone : '',
          }))}
        />
      )}
      {contact ? (
        <Seen node={node} voice={voiceFor(contact, known)} name={contact.name || contact.phone || ''} />
      ) : (
        <Seen node={node} voice={writtenVoice(sampled(words))} />
      )}
    </section>
  )
}

/** What everybody has gets a sample value; the workspace's own fields show by their names. */
function sampled(words: Words): (text: string) => string {
  return (text) => withSamples(text, words).replace(FIELD, '‹$1›')
}

/** The values exactly as the step would fill them in for this contact now. */
function voiceFor({ name, phone, fields, tags, language, zone }: Contact, known: Known): Voice {
  const person = { name, phone: phone ?? '', fields, tags, lastInboundAt: null, language, zone }
  return liveVoice({ ...known, person, node: '', tries: 0 })
}

function Seen({ node, voice, name }: Props & { readonly voice: Voice; readonly name?: string }) {
  const t = useTemplateWords()
  const language = useLanguage()
  const filled = fillNode(node, '', voice)
  if (!filled) return null
  const fileOf = ({ media }: Level) => (media && 'file' in media.source ? media.source.file : null)
  const wrong = name === undefined ? undefined : filled.findings.find(({ severity }) => severity === 'error')
  return (
    <>
      {wrong && name !== undefined && (
        <Banner tone="warn" role="status" icon={<TriangleAlert />}>
          {t('step.notSentTo', { name })} {wrong.reason[language]}
        </Banner>
      )}
      <div className="overflow-hidden rounded-md border border-line">
        <TemplatePreview preview={filled.preview} file={fileOf(node)} files={node.cards.map(fileOf)} />
      </div>
    </>
  )
}

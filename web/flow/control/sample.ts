import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Field } from '#core/contact/api.ts'
import type { Catalogue } from '#core/contact/field/catalogue.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Known } from '#core/flow/person.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useFields, useLocals, useZone } from '#web/flow/control/fields.ts'

/** Values for showing what a text or a formula comes to, one for each type; bot fields show what they are worth now. */
const SAMPLES: Readonly<Record<FieldType, string>> = {
  text: 'Contoh',
  number: '4',
  boolean: 'true',
  date: '2026-12-25',
  datetime: '2026-12-25T08:30:00Z',
  list: '["kopi","roti"]',
}

/** A made-up customer, as the previews of the builder know them. */
function sampleKnown(
  fields: readonly Field[],
  catalogue: Catalogue,
  workspace: Known['workspace'],
  now: number,
): Known {
  const values = (scope: Field['scope'], worth: (field: Field) => string) =>
    Object.fromEntries(
      fields.filter((field) => field.scope === scope).map((field) => [field.id, worth(field)]),
    )
  return {
    now,
    workspace,
    catalogue,
    bot: values('bot', ({ value }) => value),
    here: {
      lastMessage: 'Halo',
      number: '+62 811-1000-200',
      numberName: workspace.name,
      flow: workspace.name,
    },
    person: {
      name: 'Sari Dewi',
      phone: '6281234567890',
      fields: values('contact', ({ type, label }) => (type === 'text' ? label : SAMPLES[type])),
      tags: ['vip'],
      lastInboundAt: now,
    },
  }
}

/** The made-up customer of this workspace. */
export function useSampleKnown(): Known {
  const { fields, catalogue } = useFields()
  const zone = useZone()
  const language = useLanguage()
  const name = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.name ?? ''
  const locals = useLocals()
  return useMemo(
    () => ({
      ...sampleKnown(fields, catalogue, { name, zone, language }, Date.now()),
      locals: Object.fromEntries(locals.map((local) => [local.name, SAMPLES[local.type]])),
    }),
    [fields, catalogue, locals, name, zone, language],
  )
}

/** How the made-up customer reads a text; until what reads merge fields is here, the text stays as it is written. */
export function useReader(): (text: string) => string {
  const known = useSampleKnown()
  const tools = useTools()
  return (text) => (tools && text.includes('{{') ? tools.renderText(text, known) : text)
}

type Tools = Awaited<ReturnType<typeof loadTools>>
let loaded: Tools | null = null

/** What reads merge fields and formulas; it comes with the checker, and is null until it is here. */
export function useTools(): Tools | null {
  const [tools, setTools] = useState(loaded)
  useEffect(() => {
    if (tools) return
    let isGone = false
    void loadTools().then((made) => {
      loaded = made
      if (!isGone) setTools(made)
    })
    return () => {
      isGone = true
    }
  }, [tools])
  return tools
}

async function loadTools() {
  const [{ runFormula }, { judgeFormula }, { FAULTS, wrongSentence }, { FUNCTIONS }, { renderText }] =
    await Promise.all([
      import('#core/flow/formula/formula.ts'),
      import('#core/flow/check/names.ts'),
      import('#core/flow/formula/wrong.ts'),
      import('#core/flow/formula/functions.ts'),
      import('#core/flow/text/merge.ts'),
    ])
  return { runFormula, judgeFormula, FAULTS, wrongSentence, FUNCTIONS, renderText }
}

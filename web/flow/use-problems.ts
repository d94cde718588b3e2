import { useEffect } from 'react'
import type { Around } from '#core/flow/api.ts'
import type { World } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Fix } from '#core/flow/fix/fix.ts'
import type { Problem } from '#core/flow/problem.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useFields } from '#web/flow/control/fields.ts'
import type { FlowStore } from '#web/flow/model/store.ts'
import { loadSentences } from '#web/flow/sentence.ts'
import { useAround } from '#web/flow/use-around.ts'

/** Pause after an edit before the drawing is judged again, in milliseconds. */
const CHECK_PAUSE = 150

/** Judges the draft after each edit, by the same rules as the server when it publishes. */
export function useProblems(store: FlowStore | null, id: string): void {
  const { fields } = useFields()
  const language = useLanguage()
  const around = useAround(store, id)
  useEffect(() => {
    if (!store || !around) return
    const world: World = {
      flow: id,
      fields: fields.length > 0 ? fields : around.fields,
      secrets: around.secrets,
      place: around.place,
      flows: around.flows.map(({ definition, ...flow }) => ({ ...flow, ...(definition && { definition }) })),
    }
    let timer: number | undefined
    const judge = async () => {
      const [{ checkFlow }, { fixOf }] = await Promise.all([
        import('#core/flow/check.ts'),
        import('#core/flow/fix/fix.ts'),
        loadSentences(),
      ])
      const { definition } = store.getState().drawing
      const problems = checkFlow(definition, { ...world, templates: templatesFor(definition, around) })
      const fixes = new Map<Problem, Fix>()
      for (const problem of problems) {
        const fix = fixOf(problem, definition, {
          language,
          templates: around.templates,
          names: world.fields.map(({ key }) => key),
        })
        if (fix) fixes.set(problem, fix)
      }
      store.setState(({ marked }) => ({
        problems,
        fixes,
        levels: levelsOf(problems),
        marked: problems.find(({ node, code }) => node === marked?.node && code === marked.code) ?? null,
      }))
    }
    const stop = store.subscribe((state, before) => {
      if (state.drawing.definition === before.drawing.definition) return
      clearTimeout(timer)
      timer = window.setTimeout(() => void judge(), CHECK_PAUSE)
    })
    timer = window.setTimeout(() => void judge(), 0)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store, id, fields, around, language])
}

/** The account's templates; one that was chosen since the server was asked counts as it was chosen. */
function templatesFor({ nodes }: Definition, { templates }: Around): World['templates'] {
  if (!templates) return undefined
  const chosen = Object.values(nodes).flatMap((node) =>
    node.kind === 'template' && node.template
      ? [{ template: node.template, status: 'APPROVED' as const }]
      : [],
  )
  return [...templates, ...chosen]
}

function levelsOf(problems: readonly Problem[]): Record<string, Problem['severity']> {
  const levels: Record<string, Problem['severity']> = {}
  for (const { node, severity } of problems) if (levels[node] !== 'error') levels[node] = severity
  return levels
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Script } from '#core/flow/trial/script.ts'
import type { Coverage, Trial } from '#core/flow/trial/trial.ts'
import type { TrialWorld } from '#core/flow/trial/world.ts'
import type { FlowTest } from '#core/flow/trial-api.ts'
import { orpc } from '#web/base/query.ts'
import { useFields } from '#web/flow/control/fields.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'

/** Pause after an edit before the tests are played again, in milliseconds. */
const PLAY_PAUSE = 300

type Tried = { readonly test: FlowTest; readonly trial: Trial }
export type Trials = { readonly tried: readonly Tried[]; readonly coverage: Coverage; readonly ms: number }

/** The draft with what stands around it, for playing talks with it in this browser; null until it is known. */
function useTrialWorld(): TrialWorld | null {
  const flow = useFlow((state) => state.flowId)
  const definition = useFlow((state) => state.drawing.definition)
  const me = useQuery(orpc.workspace.me.queryOptions()).data?.workspace
  const around = useQuery(orpc.flow.around.queryOptions({ input: { id: flow } })).data
  const { fields, catalogue } = useFields()
  return useMemo(() => {
    if (!me || !around) return null
    const begun = fields.flatMap(({ id, scope, default: begin }) =>
      scope === 'bot' && begin !== '' ? [[id, begin]] : [],
    )
    const { name, zone, language } = me
    const { hours } = around.place
    return {
      ...{ flow, definition, workspace: { name, zone, language, hours }, templates: around.templates },
      ...{ catalogue, bot: Object.fromEntries(begun) },
      segments: new Map(around.place.segments.map(({ id, rule }) => [id, rule])),
      others: around.flows.map(({ id, definition: other }) => ({ id, definition: other })),
    }
  }, [flow, definition, me, around, fields, catalogue])
}

/** Plays the tests on the draft, again after each edit; how they fared lights up on the canvas. */
export function useTrials(tests: readonly FlowTest[] | undefined): Trials | null {
  const store = useFlowStore()
  const world = useTrialWorld()
  const [trials, setTrials] = useState<Trials | null>(null)
  useEffect(() => {
    if (!world || !tests) return
    let isGone = false
    const timer = window.setTimeout(async () => {
      const { tryScript, coverageOf } = await import('#core/flow/trial/trial.ts')
      if (isGone) return
      const startedAt = performance.now()
      const tried = tests.map((test) => ({ test, trial: tryScript(test.script, world) }))
      const coverage = coverageOf(
        world.flow,
        world.definition,
        tried.map(({ trial }) => trial),
      )
      setTrials({ tried, coverage, ms: performance.now() - startedAt })
      store.setState({ tested: coverage.marks })
    }, PLAY_PAUSE)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [world, tests, store])
  useEffect(() => () => store.setState({ tested: {} }), [store])
  return trials
}

/** Plays one talk on the draft; null until everything is there. */
export function useTrial(script: Script | null): Trial | null {
  const world = useTrialWorld()
  const [trial, setTrial] = useState<Trial | null>(null)
  useEffect(() => {
    if (!world || !script) return
    let isGone = false
    void import('#core/flow/trial/trial.ts').then(({ tryScript }) => {
      if (!isGone) setTrial(tryScript(script, world))
    })
    return () => {
      isGone = true
    }
  }, [world, script])
  return trial
}

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Definition } from '#core/flow/definition.ts'
import { compareFlows, type StepDiff } from '#core/flow/version/diff.ts'
import type { WaitingRuns } from '#core/flow/version/move.ts'
import { client, problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import type { FlowState, FlowStore } from '#web/flow/model/store.ts'
import { draftOptions } from '#web/flow/open-draft.ts'
import { meetLatest, saveNow } from '#web/flow/saving.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'

/** Saves and meetings with what others saved, before publishing gives up for this press. */
const ROUNDS_MAX = 5

/** A draft as a person saw it. */
type Seen = { readonly revision: number; readonly definition: Definition }

/** What became of the draft since it was seen. */
export type Moved = {
  readonly diffs: readonly StepDiff[]
  readonly before: Definition
  readonly after: Definition
  /** Who changed it; none: the person themself, elsewhere. Null: it is not known yet. */
  readonly names: readonly string[] | null
}

/** The draft as it stood when the person chose to publish it; `moved` is what others did since, `look` takes that in. */
export function useSeen(): { readonly seen: Seen; readonly moved: Moved | null; readonly look: () => void } {
  const store = useFlowStore()
  const [seen, setSeen] = useState(() => seenIn(store.getState()))
  const after = useFlow((state) => state.drawing.definition)
  const revision = useFlow((state) => state.saving.revision)
  const flowId = useFlow((state) => state.flowId)
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const draft = useQuery(draftOptions(flowId)).data
  const diffs = useMemo(() => compareFlows(seen.definition, after), [seen, after])
  const since = draft?.editors.filter((one) => one.revision > seen.revision && one.id !== me?.user.id)
  const isKnown = draft !== undefined && (draft.revision >= revision || (since?.length ?? 0) > 0)
  const names = isKnown ? (since?.map(({ name }) => name) ?? []) : null
  const moved = diffs.length > 0 ? { diffs, before: seen.definition, after, names } : null
  return { seen, moved, look: () => setSeen(seenIn(store.getState())) }
}

function seenIn({ saving, drawing }: FlowState): Seen {
  return { revision: saving.revision, definition: drawing.definition }
}

type Wish = { readonly note: string; readonly share: number; readonly runs: WaitingRuns }

/**
 * Publishes the draft as it was seen. Null when that cannot be: somebody changed it meanwhile, and their change stands in the builder
 * now; or it could not be saved. That only cards were moved stops nobody.
 */
export async function publishSeen(store: FlowStore, seen: Seen, wish: Wish) {
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    await saveNow(store)
    const { flowId, saving, drawing } = store.getState()
    if (compareFlows(seen.definition, drawing.definition).length > 0) return null
    if (saving.state !== 'saved') continue
    try {
      return await client.flow.publish({ id: flowId, revision: saving.revision, ...wish })
    } catch (error) {
      if (problemOf(error)?.code !== 'draft-moved' || round === ROUNDS_MAX) throw error
      await meetLatest(store)
    }
  }
  return null
}

import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { SimCustomer, SimNumber } from '#core/whatsapp/sim-view.ts'
import { client } from '#web/base/api.ts'
import { inTurn } from '#web/base/in-turn.ts'
import { orpc } from '#web/base/query.ts'
import { saveNow } from '#web/flow/saving.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'

/** Where the trial of the draft stands: the customer meets it, it is being prepared, or why it cannot be tried. */
export type Preview = {
  readonly state: 'starting' | 'draft' | 'published' | 'failed'
  readonly problem: unknown
  /** Ends what the customer is in; the next message meets the draft from its beginning. */
  readonly restart: () => Promise<void>
}

/** While it is mounted, this customer meets the draft on this number; every saved change is met from the next start on. */
export function usePreview(customer: SimCustomer | undefined, number: SimNumber | undefined): Preview {
  const store = useFlowStore()
  const flowId = useFlow((state) => state.flowId)
  const canEdit = useFlow((state) => state.canEdit)
  const revision = useFlow(({ saving }) => (saving.state === 'saved' ? saving.revision : null))
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const numberId = channel?.numbers.find(({ graphId }) => graphId === number?.id)?.id
  const identity = customer && (customer.usernameOnly ? `bs:${customer.bsuid}` : `wa:${customer.waId}`)
  const [tried, setTried] = useState<number | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const isReady = canEdit && numberId !== undefined && identity !== undefined
  const start = useCallback(
    async (restart: boolean) => {
      if (!isReady) return
      try {
        const ask = { id: flowId, numberId, customer: identity, restart }
        const answer = await inTurn(lineOf(flowId), async () => {
          await saveNow(store)
          return client.flow.preview(ask)
        })
        setTried(answer.revision)
        setProblem(null)
      } catch (error) {
        setProblem(error ?? true)
      }
    },
    [isReady, store, flowId, numberId, identity],
  )
  useEffect(() => {
    if (revision !== null) void start(false)
  }, [revision, start])
  useEffect(() => {
    if (!isReady) return
    const ask = { numberId, customer: identity }
    // A page that is left has no time for an answer: the browser carries the request by itself.
    const leave = () =>
      navigator.sendBeacon(
        `/api/flows/${flowId}/preview/end`,
        new Blob([JSON.stringify(ask)], { type: 'application/json' }),
      )
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      // What could not be ended is replaced by the next trial of this customer.
      inTurn(lineOf(flowId), () => client.flow.endPreview({ id: flowId, ...ask })).catch(() => {})
    }
  }, [isReady, flowId, numberId, identity])
  const state = !canEdit ? 'published' : problem ? 'failed' : tried === null ? 'starting' : 'draft'
  return { state, problem, restart: () => start(true) }
}

/** A trial that begins slowly must not come after its own end. */
function lineOf(flowId: string): string {
  return `preview ${flowId}`
}

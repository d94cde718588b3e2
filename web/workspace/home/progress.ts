import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { FlowRow } from '#core/flow/api.ts'
import { keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'

type StepKey = 'stepChat' | 'stepEdit' | 'stepAnswer' | 'stepConnect' | 'stepLink'
export type Step = {
  readonly key: StepKey
  readonly done: boolean
  readonly to: '/simulator' | '/flows' | '/inbox' | '/channels'
}

/** Chats that are looked into for an answer by a member; the newest are enough, because the last act is the newest. */
const CHATS_READ_MAX = 3

/** How far this workspace has come, read from what is really there. Undefined while it is not known. */
export function useProgress(workspaceId: string): readonly Step[] | undefined {
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data
  const flows = useQuery(orpc.flow.flows.queryOptions()).data
  const open = useQuery(orpc.chat.chats.queryOptions({ input: { filter: 'open', limit: 1 } })).data
  const resolved = useQuery(orpc.chat.chats.queryOptions({ input: { filter: 'resolved', limit: 1 } })).data
  const answered = useAnswered(workspaceId)
  if (!channel || !world || !flows || !open || !resolved || answered === undefined) return undefined
  const real = channel.channel !== null && world.world === null
  return [
    { key: 'stepChat', done: open.items.length + resolved.items.length > 0, to: '/simulator' },
    { key: 'stepEdit', done: flows.some(isEdited), to: '/flows' },
    { key: 'stepAnswer', done: answered, to: '/inbox' },
    { key: 'stepConnect', done: real, to: '/channels' },
    { key: 'stepLink', done: real && channel.numbers.some((number) => number.bot !== null), to: '/channels' },
  ]
}

/** A flow that lives was changed; one that was only brought in has no greeting of ours in it. */
function isEdited({ version, changed }: FlowRow): boolean {
  return version !== null && (changed || version > 1)
}

/** Whether a member has ever answered a customer, undefined until it is looked up; once seen it is remembered, for it cannot become untrue. */
function useAnswered(workspaceId: string): boolean | undefined {
  const key = `answered-${workspaceId}`
  const known = kept(key) === 'yes'
  const { data: chats, isLoading } = useQuery(
    orpc.chat.chats.queryOptions({ input: { filter: 'human', limit: CHATS_READ_MAX }, enabled: !known }),
  )
  const { seen, isPending } = useQueries({
    queries: (chats?.items ?? []).map((chat) =>
      orpc.chat.messages.queryOptions({ input: { id: chat.id, limit: 50 }, enabled: !known }),
    ),
    combine: (answers) => ({
      seen: answers.some((answer) =>
        answer.data?.items.some((message) => message.kind === 'out' && message.by === 'agent'),
      ),
      isPending: answers.some((answer) => answer.isLoading),
    }),
  })
  useEffect(() => {
    if (seen) keep(key, 'yes')
  }, [seen, key])
  if (known || seen) return true
  return isLoading || isPending ? undefined : false
}

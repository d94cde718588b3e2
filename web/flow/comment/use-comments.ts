import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { CommentPlace, Thread } from '#core/flow/comment/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { toast } from '#web/ui/Toast.tsx'

/** The threads of the open flow; what others say comes by the live stream. */
export function useThreads() {
  const id = useFlow((state) => state.flowId)
  return useQuery(orpc.comment.threads.queryOptions({ input: { id } }))
}

export const isOpen = ({ resolved }: Thread): boolean => resolved === null

/** How many open threads each step has: the cards and the outline show it. */
export function useCounts(): void {
  const store = useFlowStore()
  const { data } = useThreads()
  const counts = useMemo(() => {
    const many = new Map<string, number>()
    for (const { place } of (data ?? []).filter(isOpen))
      if ('node' in place) many.set(place.node, (many.get(place.node) ?? 0) + 1)
    return many
  }, [data])
  useEffect(() => store.setState({ comments: counts }), [store, counts])
}

/** The members, and of them the reader's colleagues whom a comment may name, each name once. */
export function useColleagues() {
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members
  const me = useQuery(orpc.workspace.me.queryOptions()).data?.user.id
  return useMemo(() => {
    const others = (members ?? []).filter(({ userId }) => userId !== me)
    const offers = new Map(others.map(({ name, email }) => [name, { key: `@${name}`, label: email }]))
    return { members: members ?? NOBODY, offers: [...offers.values()] }
  }, [members, me])
}
const NOBODY: readonly { readonly id: string; readonly name: string }[] = []

type Act = (id: string) => Promise<unknown>

/** One act on the comments of the open flow; what it says stands as soon as the server has it. */
function useAct() {
  const id = useFlow((state) => state.flowId)
  const say = useProblemWords()
  return useMutation({
    mutationFn: (act: Act) => act(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.comment.threads.key({ input: { id } }) }),
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
}

export function useCommentActs() {
  const { mutateAsync, isPending } = useAct()
  /** True when it is done; else why not was said. */
  const act = (work: Act): Promise<boolean> =>
    mutateAsync(work).then(
      () => true,
      () => false, // it was told by `onError`
    )
  return {
    isPending,
    begin: (place: CommentPlace, body: string) => act((id) => client.comment.begin({ id, place, body })),
    reply: ({ id: threadId }: Thread, body: string) =>
      act((id) => client.comment.reply({ id, threadId, body })),
    move: ({ id: threadId }: Thread, place: { x: number; y: number }) =>
      act((id) => client.comment.move({ id, threadId, place })),
    resolve: ({ id: threadId }: Thread, resolved: boolean) =>
      act((id) => client.comment.resolve({ id, threadId, resolved })),
    remove: ({ id: threadId }: Thread, commentId: string) =>
      act((id) => client.comment.remove({ id, threadId, commentId })),
  }
}

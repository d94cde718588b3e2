import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Broadcast } from '#core/broadcast/api.ts'
import type { BroadcastDraft } from '#core/broadcast/broadcast.ts'
import { client, problemOf } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'

/** What is typed within this time is saved together. */
const SAVE_AFTER_MS = 600

export type Writing = {
  readonly draft: BroadcastDraft
  readonly change: (patch: Partial<BroadcastDraft>) => void
  /** `stale`: somebody else changed it; nothing more is saved. */
  readonly state: 'saved' | 'saving' | 'unsaved' | 'stale'
  /** As it was last saved. */
  readonly row: Broadcast
  readonly error: unknown
  /** Saves what is not saved yet and gives the draft as it stands then. */
  readonly settle: () => Promise<Broadcast>
}

/** A draft that saves itself a moment after the last change. */
export function useDraft(first: Broadcast): Writing {
  const [draft, setDraft] = useState(() => draftOf(first))
  const [row, setRow] = useState(first)
  const [dirty, setDirty] = useState(false)
  const latest = useRef(draft)
  const revision = useRef(first.revision)
  const save = useMutation({
    mutationFn: (next: BroadcastDraft) =>
      client.broadcast.saveBroadcast({ id: first.id, revision: revision.current, ...next }),
    onSuccess: (saved, next) => {
      revision.current = saved.revision
      setRow(saved)
      if (latest.current === next) setDirty(false)
      void queryClient.invalidateQueries({ queryKey: orpc.broadcast.estimateBroadcast.key() })
      void queryClient.invalidateQueries({ queryKey: orpc.broadcast.sampleBroadcast.key() })
    },
    scope: { id: `broadcast ${first.id}` },
  })
  const { mutate } = save
  const isStale = problemOf(save.error)?.code === 'broadcast-changed'
  const isNamed = draft.name.trim() !== ''
  useEffect(() => {
    if (!dirty || isStale || !isNamed) return
    const wait = setTimeout(() => mutate(draft), SAVE_AFTER_MS)
    return () => clearTimeout(wait)
  }, [dirty, draft, isStale, isNamed, mutate])
  return {
    draft,
    change: (patch) => {
      const next = { ...latest.current, ...patch }
      latest.current = next
      setDraft(next)
      setDirty(true)
    },
    state: isStale ? 'stale' : save.isPending ? 'saving' : dirty ? 'unsaved' : 'saved',
    row,
    error: isStale ? null : save.error,
    settle: () => (dirty ? save.mutateAsync(latest.current) : Promise.resolve(row)),
  }
}

function draftOf({ name, number, message, audience, consent, hours }: Broadcast): BroadcastDraft {
  return { name, numberId: number?.id ?? null, message, audience, consent, hours }
}

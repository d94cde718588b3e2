import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, Suspense, useId, useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import { type Call, calledBy, callIn } from '#core/chat/canned.ts'
import type { CannedReply } from '#core/chat/canned-api.ts'
import { nameCall } from '#core/workspace/mention.ts'
import { orpc } from '#web/base/query.ts'
import { patient } from '#web/ui/patient.ts'
import { typeIn } from '#web/ui/type-in.ts'
import { shownEmail } from '#web/workspace/settings/shown-email.ts'

const CannedList = patient(
  async () => (await import('#web/chat/composer/canned/CannedList.tsx')).CannedList,
  'early',
)

/** What was read of the replies counts for so long: fields of the contact may change, and others write replies. */
const FRESH_MS = 10 * SECOND

type Wish = {
  readonly chatId: string
  readonly text: string
  /** Notes call colleagues. */
  readonly isNote: boolean
  readonly area: { readonly current: HTMLTextAreaElement | null }
}

/** A `/` in the text calls a canned reply, an `@` in a note a colleague: arrows choose, Enter or Tab takes, Esc closes the list until something else is called. */
export function useCanned({ chatId, text, isNote, area }: Wish) {
  const id = useId()
  const [caret, setCaret] = useState<number | null>(null)
  /** The chosen place among what these words call: other words begin at the top. */
  const [active, setActive] = useState({ words: '', at: 0 })
  const [closed, setClosed] = useState<number | null>(null)
  const mark = isNote ? '@' : '/'
  const callAt = isNote ? nameCall : callIn
  const call = caret !== null && text.includes(mark) ? callAt(text, caret) : null
  const known = useCallable({ chatId, isNote, isCalled: call !== null })
  if (!call && closed !== null) setClosed(null)
  const isOpen = call !== null && closed !== call.from
  const shown = isOpen && known ? calledBy(known, call) : []
  const at = active.words === call?.words ? Math.min(active.at, Math.max(shown.length - 1, 0)) : 0

  const watch = () => {
    const field = area.current
    setCaret(field?.value.includes(mark) ? field.selectionStart : null)
  }
  const take = (reply: CannedReply | undefined, { from }: Call) => {
    const field = area.current
    if (!field || !reply) return
    setActive({ words: '', at: 0 })
    typeIn(field, isNote ? `@${reply.name} ` : reply.text, { from, to: field.selectionStart })
  }
  /** Whether the key was the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.shiftKey || event.nativeEvent.isComposing) return false
    // A call whose replies are still on their way must not go out as words.
    if (!known && event.key === 'Enter') return keepFrom(event)
    const step = STEPS[event.key]
    if (shown.length === 0 || step === undefined) return false
    if (step === 'take') take(shown[at], call)
    else if (step === 'close') setClosed(call.from)
    else setActive({ words: call.words, at: (at + step + shown.length) % shown.length })
    return keepFrom(event)
  }
  const hasList = isOpen && known && (shown.length > 0 || (!isNote && call.from === 0))
  const list: ReactNode = hasList && (
    <Suspense>
      <CannedList
        id={id}
        replies={shown}
        at={at}
        hasAny={known.length > 0}
        mark={mark}
        onTake={(reply) => take(reply, call)}
      />
    </Suspense>
  )
  return {
    list,
    onKey,
    watch,
    leave: () => setCaret(null),
    aria: {
      'aria-autocomplete': 'list' as const,
      ...(shown.length > 0 && { 'aria-controls': id, 'aria-activedescendant': `${id}-${at}` }),
    },
  }
}

type Called = { readonly chatId: string; readonly isNote: boolean; readonly isCalled: boolean }

/** What may be called: the canned replies, in a note the colleagues; undefined until it was read. */
function useCallable({ chatId, isNote, isCalled }: Called): readonly CannedReply[] | undefined {
  const ask = orpc.chat.cannedForChat.queryOptions({ input: { id: chatId }, staleTime: FRESH_MS })
  const replies = useQuery({ ...ask, enabled: isCalled && !isNote }).data
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members
  return isNote
    ? members?.map(({ id, name, email }) => ({ id, name, text: shownEmail(email) ?? '' }))
    : replies
}

const STEPS: Readonly<Record<string, 'take' | 'close' | 1 | -1>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Enter: 'take',
  Tab: 'take',
  Escape: 'close',
}

/** The field does nothing of its own with the key. */
function keepFrom(event: KeyboardEvent): true {
  event.preventDefault()
  return true
}

import { Link } from '@tanstack/react-router'
import type { CannedReply } from '#core/chat/canned-api.ts'
import { useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'

const PANEL =
  'absolute inset-x-0 bottom-full z-30 mb-1 rounded-md border border-line bg-surface shadow-3 text-sm'

type Props = {
  readonly id: string
  readonly replies: readonly CannedReply[]
  readonly at: number
  /** Whether the workspace has any. */
  readonly hasAny: boolean
  /** What calls them. */
  readonly mark: '/' | '@'
  readonly onTake: (reply: CannedReply) => void
}

/** The canned replies that are called, as the customer would read them; above the text that calls them. */
export function CannedList({ id, replies, at, hasAny, mark, onTake }: Props) {
  const t = useWords()
  if (replies.length === 0)
    return (
      <p role="status" className={cx(PANEL, 'px-3 py-2.5 text-fg-2')}>
        {t(hasAny ? 'canned.noMatch' : 'canned.none')}{' '}
        <Link
          to="/settings"
          search={{ tab: 'replies' } as never}
          className="font-medium text-brand-soft-fg underline-offset-2 hover:underline"
        >
          {t('canned.settings')}
        </Link>
      </p>
    )
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t(mark === '/' ? 'canned.list' : 'canned.colleagues')}
      className={cx(PANEL, 'scroll max-h-[min(17rem,40dvh)] p-1')}
    >
      {replies.map((reply, place) => (
        <div
          key={reply.id}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          ref={(element) => {
            if (place === at) element?.scrollIntoView({ block: 'nearest' })
          }}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(reply)
          }}
          className={cx(
            'flex cursor-default items-baseline gap-2.5 rounded-sm px-2 py-1.5 hover:bg-hover max-md:py-3',
            place === at && 'bg-hover',
          )}
        >
          <span
            className={cx(
              'shrink-0 truncate font-medium text-brand-soft-fg',
              mark === '/' && 'w-28 max-md:w-24',
            )}
          >
            {mark}
            {reply.name}
          </span>
          <span className="line-clamp-2 min-w-0 flex-1 text-fg-2">{reply.text}</span>
        </div>
      ))}
    </div>
  )
}

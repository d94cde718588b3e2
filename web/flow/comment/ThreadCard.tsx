import { useQuery } from '@tanstack/react-query'
import { Check, CircleSlash, MapPin, Reply, RotateCcw, Trash2 } from 'lucide-react'
import { Fragment, useState } from 'react'
import { type Comment, REPLIES_MAX, type Thread } from '#core/flow/comment/api.ts'
import { mentionsIn } from '#core/workspace/mention.ts'
import { atLeast } from '#core/workspace/role.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { CommentForm } from '#web/flow/comment/CommentForm.tsx'
import { useColleagues, useCommentActs } from '#web/flow/comment/use-comments.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

type Props = {
  readonly thread: Thread
  /** Its step or pin is the chosen one. */
  readonly isChosen: boolean
  readonly onShow: (thread: Thread) => void
}

/** What is said about one step or place: read, answered, resolved. */
export function ThreadCard({ thread, isChosen, onShow }: Props) {
  const t = useCommentWords()
  const formats = useFormats(useZone())
  const { reply, resolve, isPending } = useCommentActs()
  const [isReplying, setReplying] = useState(false)
  const { resolved, comments } = thread
  const first = comments[0]?.author || t('someone')
  return (
    <li className={cx('border-b border-line px-4 py-3', isChosen && 'bg-brand-soft/40')}>
      <Place thread={thread} onShow={onShow} />
      <ul className="mt-2 space-y-3">
        {comments.map((comment) => (
          <Said key={comment.id} thread={thread} comment={comment} />
        ))}
      </ul>
      {resolved && (
        <p className="mt-2 text-2xs text-fg-3">
          {t('resolvedBy', { name: resolved.by || t('someone'), at: formats.moment(resolved.at) })}
        </p>
      )}
      {isReplying ? (
        <div className="mt-2.5">
          <CommentForm
            label={t('replyTo', { name: first })}
            hideLabel
            takesFocus
            onCancel={() => setReplying(false)}
            onSend={async (body) => {
              const isSaid = await reply(thread, body)
              if (isSaid) setReplying(false)
              return isSaid
            }}
          />
        </div>
      ) : (
        <div className="mt-2 flex flex-wrap gap-1.5">
          {comments.length < REPLIES_MAX && !resolved && (
            <Button size="sm" tone="ghost" icon={<Reply />} onClick={() => setReplying(true)}>
              {t('reply')}
            </Button>
          )}
          <Button
            size="sm"
            tone="ghost"
            icon={resolved ? <RotateCcw /> : <Check />}
            busy={isPending}
            onClick={() => void resolve(thread, !resolved)}
          >
            {t(resolved ? 'reopen' : 'resolve')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** The step or the place; a step that is gone is said to be. */
function Place({ thread, onShow }: Pick<Props, 'thread' | 'onShow'>) {
  const t = useCommentWords()
  const words = useWords()
  const { place } = thread
  const node = useFlow(({ drawing }) => ('node' in place ? drawing.definition.nodes[place.node] : undefined))
  if ('node' in place && !node)
    return (
      <p className="flex items-center gap-1.5 text-xs text-fg-3 italic">
        <CircleSlash className="size-3.5 shrink-0" aria-hidden />
        {t('gone')}
      </p>
    )
  const Icon = node ? KINDS[node.kind].Icon : MapPin
  return (
    <button
      type="button"
      onClick={() => onShow(thread)}
      className="flex min-h-6 max-w-full items-center gap-1.5 text-xs font-medium text-fg-2 hover:text-fg"
    >
      <Icon className="size-3.5 shrink-0" aria-hidden />
      <span className="truncate">{node ? titleOf(node, words) : t('atCanvas')}</span>
    </button>
  )
}

/** The words, with the members whom they name. */
function Body({ text }: { text: string }) {
  const { members } = useColleagues()
  const named = mentionsIn(text, members)
  if (named.length === 0) return text
  return (
    <>
      {named.map(({ from, to }, at) => (
        <Fragment key={from}>
          {text.slice(named[at - 1]?.to ?? 0, from)}
          <span className="rounded-xs bg-brand-soft px-0.5 font-medium text-brand-soft-fg">
            {text.slice(from, to)}
          </span>
        </Fragment>
      ))}
      {text.slice(named.at(-1)?.to ?? 0)}
    </>
  )
}

function Said({ thread, comment }: { thread: Thread; comment: Comment }) {
  const t = useCommentWords()
  const formats = useFormats(useZone())
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const { remove } = useCommentActs()
  const [asks, setAsks] = useState(false)
  const author = comment.author || t('someone')
  const role = me?.workspace?.role
  const mayRemove = comment.authorId === me?.user.id || (role !== undefined && atLeast(role, 'admin'))
  return (
    <li className="group flex gap-2.5">
      <Avatar name={author} size={24} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-2xs text-fg-3">
          <span className="min-w-0 truncate text-xs font-semibold text-fg">{author}</span>
          <span className="shrink-0">{formats.moment(comment.at)}</span>
          {mayRemove && !asks && (
            <IconButton
              size="sm"
              label={t('remove', { name: author })}
              className="ml-auto"
              onClick={() => setAsks(true)}
            >
              <Trash2 />
            </IconButton>
          )}
        </p>
        <p className="text-sm whitespace-pre-line [overflow-wrap:anywhere]">
          <Body text={comment.body} />
        </p>
        {asks && (
          <p className="mt-1.5 flex flex-wrap items-center gap-1.5 text-xs">
            {t('removeAsk')}
            <Button size="sm" tone="danger" onClick={() => void remove(thread, comment.id)}>
              {t('removeYes')}
            </Button>
            <Button size="sm" tone="ghost" onClick={() => setAsks(false)}>
              {t('cancel')}
            </Button>
          </p>
        )}
      </div>
    </li>
  )
}

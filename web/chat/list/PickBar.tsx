import { Check, ChevronDown, Hourglass, RotateCcw, UserRound, X } from 'lucide-react'
import { useRef } from 'react'
import { CHATS_AT_ONCE_MAX } from '#core/chat/at-once.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type Become, changeChats, restoreChats, type Together } from '#web/chat/data/acts.ts'
import { SHORTCUT } from '#web/chat/keys.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useMyMember } from '#web/chat/me.ts'
import type { Picking } from '#web/chat/pick.ts'
import { useOwners } from '#web/chat/thread/OwnerMenu.tsx'
import { useInboxKeys } from '#web/chat/useInboxKeys.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Tip } from '#web/ui/Tip.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = { rows: readonly HeldChat[]; picking: Picking; openId: string | null }

/** What can be done with the picked chats together; done, it can be taken back. */
export function PickBar({ rows, picking, openId }: Props) {
  const t = useWords()
  const me = useMyMember()
  const owner = useRef<HTMLButtonElement>(null)
  const chats = rows.filter(({ id }) => picking.ids?.has(id))
  const become = useBecome(chats, openId, picking)
  const owned = chats.find(({ assignee, team }) => assignee || team)
  const owners = useOwners(NOBODY, (to) => void become(to)).concat(
    owned
      ? [null, { key: 'none', label: t('owner.none'), icon: <X />, onSelect: () => void become(NOBODY) }]
      : [],
  )
  const none = chats.length === 0
  const turn = (status: ChatStatus) => () => void become({ status })
  const resolved = allAre(chats, 'resolved')
  const pending = allAre(chats, 'pending')
  const resolve = turn(resolved ? 'open' : 'resolved')
  useInboxKeys(
    none
      ? {}
      : {
          resolve,
          'resolve-next': resolve,
          assign: () => owner.current?.click(),
          'assign-me': () => me && void become({ assignee: { id: me.id, name: me.name }, team: null }),
        },
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: acts stand together, they are no fieldset of a form
    <div role="group" aria-label={t('pick.label')} className="space-y-2 border-line border-t px-3 py-2.5">
      <div className="flex items-center gap-1">
        <p role="status" className="min-w-0 flex-1 font-medium text-sm">
          {countText(chats.length, t)}
        </p>
        <Tip label={t('pick.allHint')}>
          <Button size="sm" tone="ghost" onClick={() => picking.all(rows.map(({ id }) => id))}>
            {t('pick.all')}
          </Button>
        </Tip>
        <IconButton label={t('pick.stop')} shortcut={SHORTCUT.unpick} onClick={picking.stop}>
          <X />
        </IconButton>
      </div>
      <div className="flex gap-2">
        <Button
          tone="primary"
          icon={resolved ? <RotateCcw /> : <Check />}
          disabled={none}
          onClick={resolve}
          className="flex-1"
        >
          {t(resolved ? 'resolve.reopen' : 'resolve.do')}
        </Button>
        {!resolved && (
          <IconButton
            label={t(pending ? 'resolve.reopen' : 'pend.do')}
            tone="outline"
            disabled={none}
            onClick={turn(pending ? 'open' : 'pending')}
          >
            {pending ? <RotateCcw /> : <Hourglass />}
          </IconButton>
        )}
        <Menu
          align="end"
          side="top"
          className="w-72"
          items={owners}
          trigger={
            <Button ref={owner} icon={<UserRound />} disabled={none}>
              {t('owner.give')}
              <ChevronDown aria-hidden="true" className="text-fg-3" />
            </Button>
          }
        />
      </div>
    </div>
  )
}

const NOBODY = { assignee: null, team: null }

function allAre(chats: readonly HeldChat[], status: ChatStatus): boolean {
  return chats.length > 0 && chats.every((chat) => chat.status === status)
}

function countText(count: number, t: ChatWords): string {
  if (count === 0) return t('pick.none')
  return count < CHATS_AT_ONCE_MAX ? t('pick.count', { count }) : t('pick.full', { n: count })
}

/** Changes them, ends the picking, says what was done, and offers to take it back. What failed is picked still. */
function useBecome(chats: readonly HeldChat[], openId: string | null, picking: Picking) {
  const t = useWords()
  const base = useBaseWords()
  const tell = ({ moved, failure }: Pick<Together, 'moved' | 'failure'>) => {
    if (failure) toast(failure.sentence || base('unreachable'), { tone: 'problem' })
    if (moved > 0) toast(t('pick.moved', { count: moved }), { tone: 'problem' })
  }
  return async (become: Become) => {
    if (chats.length === 0) return
    picking.stop()
    const end = await changeChats(chats, become, openId)
    const { done, failure } = end
    tell(end)
    if (failure) return picking.all(chats.map(({ id }) => id))
    if (done.length === 0) return
    const restore = async () => tell(await restoreChats(chats, done, become, openId))
    toast(doneText(done.length, become, t), { undo: () => void restore() })
  }
}

function doneText(count: number, become: Become, t: ChatWords): string {
  if ('status' in become) return t(`pick.now.${become.status}`, { count })
  const name = become.assignee?.name ?? become.team?.name
  return name ? t('pick.now.given', { count, name }) : t('pick.now.freed', { count })
}

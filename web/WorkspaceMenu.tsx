import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Plus } from 'lucide-react'
import type { Me } from '#core/workspace/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { cx } from '#web/ui/cx.ts'
import { Logo } from '#web/ui/Logo.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/popup-props.ts'
import { toast } from '#web/ui/Toast.tsx'

/** Which workspace one is in, how its channel stands, and the way to another. */
export function WorkspaceMenu({ compact, me }: { compact: boolean; me: Me }) {
  const t = useBaseWords()
  const mode = useMode()
  const name = me.workspace?.name ?? ''
  const items = useWorkspaceItems(me)
  return (
    <Menu
      className="w-64"
      items={items}
      trigger={
        <button
          type="button"
          className={cx(
            'my-2 flex shrink-0 items-center gap-2.5 rounded-md text-left hover:bg-hover',
            compact ? 'size-10 justify-center' : 'w-full p-1.5',
          )}
        >
          <span className="grid size-8 shrink-0 place-items-center rounded-md bg-brand text-on-brand">
            <Logo className="size-[22px]" />
          </span>
          {compact ? (
            <span className="sr-only">{name},</span>
          ) : (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-display font-semibold text-sm">{name}</span>
                <span className="flex items-center gap-1.5 text-2xs text-fg-3">
                  <span aria-hidden className={cx('size-1.5 shrink-0 rounded-full', mode.dot)} />
                  <span className="truncate">{mode.word && t(mode.word)}</span>
                </span>
              </span>
              <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-fg-3" />
            </>
          )}
          <span className="sr-only">{t('switchWorkspace')}</span>
        </button>
      }
    />
  )
}

/** The rows of that menu; the phone shows them in its sheet. */
export function useWorkspaceItems(me: Me): readonly (MenuItem | null)[] {
  const t = useBaseWords()
  const navigate = useNavigate()
  const say = useProblemWords()
  const move = useMutation(
    orpc.workspace.switchWorkspace.mutationOptions({
      // Nothing of the old workspace may stay in memory, so the page begins anew.
      onSuccess: () => location.assign('/home'),
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return [
    ...me.workspaces.map((workspace) => ({
      key: workspace.id,
      label: workspace.name,
      hint: t(workspace.role),
      chosen: workspace.id === me.workspace?.id,
      onSelect: () => workspace.id !== me.workspace?.id && move.mutate({ id: workspace.id }),
    })),
    null,
    { label: t('newWorkspace'), icon: <Plus />, onSelect: () => void navigate({ to: '/mulai' }) },
  ]
}

/** How the workspace speaks to WhatsApp: simulated or not finished (amber), real (green), in trouble (red), not at all (grey). */
function useMode(): {
  word: 'simulatorMode' | 'noChannel' | 'unfinished' | 'connected' | 'trouble' | null
  dot: string
} {
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world
  if (!channel) return { word: null, dot: 'bg-transparent' }
  if (!channel.channel) return { word: 'noChannel', dot: 'bg-control' }
  if (channel.channel.trouble) return { word: 'trouble', dot: 'bg-danger' }
  const isHeard = channel.channel.subscribedAt !== null && channel.numbers.length > 0
  if (!isHeard) return { word: 'unfinished', dot: 'bg-warn' }
  return world ? { word: 'simulatorMode', dot: 'bg-warn' } : { word: 'connected', dot: 'bg-brand' }
}

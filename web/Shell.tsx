import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import type { Me } from '#core/workspace/api.ts'
import { BottomBar } from '#web/BottomBar.tsx'
import { startLive } from '#web/base/live.ts'
import { orpc } from '#web/base/query.ts'
import { isFree, shortcutsOn, useKeyDown } from '#web/base/shortcuts.ts'
import { signOut } from '#web/base/sign-out.ts'
import { useBaseWords } from '#web/base/words.ts'
import { PLACES, usePlaceHere } from '#web/navigation.ts'
import { Sidebar } from '#web/Sidebar.tsx'
import { StateBar } from '#web/StateBar.tsx'
import { patient } from '#web/ui/patient.ts'
import { useWaiting } from '#web/use-waiting.ts'
import { shownEmail } from '#web/workspace/settings/shown-email.ts'

const Palette = patient(async () => (await import('#web/Palette.tsx')).Palette, 'early')
const MemberNotices = patient(async () => (await import('#web/workspace/MemberNotices.tsx')).MemberNotices)
const ShortcutSheet = patient(async () => (await import('#web/ShortcutSheet.tsx')).ShortcutSheet)
// fetched early: after an upgrade it may not be there any more
const NewerBar = patient(async () => (await import('#web/NewerBar.tsx')).NewerBar, 'early')
const LeaveDialog = patient(async () => (await import('#web/LeaveDialog.tsx')).LeaveDialog)

type Layer = 'palette' | 'shortcuts' | 'leave'

const CHORD_MS = 900

/** What stands around every page. Before a workspace exists there is nothing to navigate to, to hear of, or to ask about. */
export function Shell() {
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  return me?.workspace ? <Frame me={me} workspace={me.workspace} /> : <Bare />
}

/** The frame around the pages of a workspace: navigation, live stream, palette, keys. */
function Frame({ me, workspace }: { me: Me; workspace: NonNullable<Me['workspace']> }) {
  const t = useBaseWords()
  const { pathname } = useLocation()
  const notices = useQuery(orpc.workspace.memberNotices.queryOptions()).data?.length ?? 0
  const [layer, setLayer] = useState<Layer | null>(null)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const open = (next: Layer) => {
    setSeen((before) => new Set(before).add(next))
    setLayer(next)
  }
  useShellKeys(open)
  useEffect(() => {
    startLive()
  }, [])
  useFocusInPage(pathname)
  useWaiting(workspace)
  const leave = () => (shownEmail(me.user.email) === null ? open('leave') : void signOut())
  const compact = /^\/(inbox|flows\/.)/.test(pathname)
  const inThread = /^\/(inbox|flows)\/./.test(pathname)
  return (
    <>
      <SkipLink label={t('skip')} />
      <div className="flex h-dvh flex-col md:flex-row">
        <Sidebar
          compact={compact}
          me={me}
          onSearch={() => open('palette')}
          onShortcuts={() => open('shortcuts')}
          onSignOut={leave}
        />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <StateBar />
          <Suspense>
            <NewerBar />
          </Suspense>
          <main
            id="main"
            tabIndex={-1}
            className="relative flex min-h-0 min-w-0 flex-1 flex-col outline-none!"
          >
            <Suspense>
              <Outlet />
            </Suspense>
          </main>
        </div>
        {!inThread && <BottomBar me={me} onSearch={() => open('palette')} onSignOut={leave} />}
      </div>
      <Suspense>
        {notices > 0 && <MemberNotices />}
        {seen.has('palette') && (
          <Palette
            open={layer === 'palette'}
            onOpenChange={(on) => setLayer(on ? 'palette' : null)}
            onShortcuts={() => open('shortcuts')}
          />
        )}
        {seen.has('leave') && (
          <LeaveDialog
            workspace={workspace.name}
            open={layer === 'leave'}
            onOpenChange={(on) => setLayer(on ? 'leave' : null)}
          />
        )}
        {seen.has('shortcuts') && (
          <ShortcutSheet
            open={layer === 'shortcuts'}
            onOpenChange={(on) => setLayer(on ? 'shortcuts' : null)}
          />
        )}
      </Suspense>
    </>
  )
}

function Bare() {
  return (
    <main id="main" className="flex min-h-dvh flex-col">
      <Suspense>
        <Outlet />
      </Suspense>
    </main>
  )
}

function SkipLink({ label }: { label: string }) {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-80 focus:rounded-sm focus:bg-brand focus:px-3 focus:py-2 focus:text-on-brand"
    >
      {label}
    </a>
  )
}

/** Who comes to a page by G and a letter or by the palette stands in it, and not again before the whole navigation. */
function useFocusInPage(pathname: string): void {
  const first = useRef(pathname)
  useEffect(() => {
    if (first.current === pathname) return
    first.current = pathname
    const focused = document.activeElement
    if (focused === null || focused.isSameNode(document.body))
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [pathname])
}

/** Ctrl K, G and a letter, ?, and / for the search field that the page marks with `data-page-search`. */
function useShellKeys(open: (layer: Layer) => void): void {
  const navigate = useNavigate()
  const chordUntil = useRef(0)
  const isHere = usePlaceHere()
  const goTo = (event: KeyboardEvent) => {
    chordUntil.current = 0
    const place = PLACES.filter(isHere).find(({ key }) => key === event.key.toUpperCase())
    if (!place) return
    event.preventDefault()
    void navigate({ to: place.to })
  }
  const single: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    g: (event) => {
      chordUntil.current = event.timeStamp + CHORD_MS
    },
    '?': () => open('shortcuts'),
    '/': focusSearch,
  }
  useKeyDown((event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      open('palette')
      return
    }
    if (!shortcutsOn() || !isFree(event)) return
    if (event.timeStamp < chordUntil.current) goTo(event)
    else single[event.key]?.(event)
  })
}

function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector('[data-page-search]')
  if (!(field instanceof HTMLElement)) return
  event.preventDefault()
  field.focus()
}

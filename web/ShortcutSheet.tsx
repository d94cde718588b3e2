import { useBaseWords } from '#web/base/words.ts'
import { PLACES, usePlaceHere } from '#web/navigation.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Kbd } from '#web/ui/Kbd.tsx'

/** The keys of each page, beside what they do; the pages themselves hear them. */
const INBOX = [
  ['J K', 'keysWalk'],
  ['R', 'keysReply'],
  ['N', 'keysNote'],
  ['/', 'keysCanned'],
  ['E', 'keysResolve'],
  ['Shift E', 'keysResolveNext'],
  ['Z', 'keysTakeBack'],
  ['X', 'keysPick'],
  ['Shift J', 'keysPickOn'],
  ['A', 'keysAssign'],
  ['I', 'keysAssignMe'],
  ['B', 'keysBot'],
  ['U', 'keysUnread'],
  [']', 'keysPanel'],
] as const
const BUILDER = [
  ['N', 'keysAdd'],
  ['PgUp PgDn', 'keysSteps'],
  ['Home', 'keysStart'],
  ['Enter', 'keysOpen'],
  ['Esc', 'keysBack'],
  ['← ↑ ↓ →', 'keysMove'],
  ['Ctrl Z', 'keysUndo'],
  ['Ctrl Y', 'keysRedo'],
  ['Ctrl D', 'keysDuplicate'],
  ['Ctrl F', 'keysFind'],
  ['Del', 'keysRemove'],
  ['F8', 'keysProblem'],
  ['T', 'keysTest'],
  ['C', 'keysComments'],
  ['B', 'keysFrame'],
  ['Z', 'keysFold'],
  ['P', 'keysPublish'],
  ['F', 'keysFit'],
  ['Shift L', 'keysTidy'],
  ['+ −', 'keysZoom'],
] as const

/** The keys that work on every page, in the inbox and on the canvas. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const t = useBaseWords()
  const isHere = usePlaceHere()
  const everywhere = [
    ['Ctrl K', t('keysPalette')],
    ['/', t('keysSearch')],
    ['?', t('keysHelp')],
    ['Esc', t('keysClose')],
  ] as const
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('shortcuts')} width="md">
      {/* Taller than some screens: whoever has only keys stands here and scrolls. */}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, what scrolls is reached by the keyboard
        tabIndex={0}
        aria-label={t('shortcuts')}
        className="grid scroll-mt-24 gap-6 outline-none sm:grid-cols-2"
      >
        <Keys title={t('keysGlobal')} rows={everywhere} />
        <Keys
          title={t('keysGoto')}
          rows={PLACES.filter(isHere).map((place) => [place.key, t(place.word)] as const)}
        />
        <Keys title={t('inbox')} rows={INBOX.map(([keys, word]) => [keys, t(word)] as const)} />
        <Keys title={t('keysCanvas')} rows={BUILDER.map(([keys, word]) => [keys, t(word)] as const)} />
      </section>
    </Dialog>
  )
}

function Keys({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold text-fg-3 text-xs">{title}</h3>
      <dl className="space-y-1.5">
        {rows.map(([keys, label]) => (
          <div key={keys} className="flex items-center gap-3">
            <dt className="flex w-[88px] shrink-0 gap-1">
              {keys.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import { Megaphone, MessageSquare, TriangleAlert } from 'lucide-react'
import type { TemplateUse, TemplateView } from '#core/whatsapp/template/api.ts'
import { USE_KINDS } from '#core/whatsapp/template/kinds.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { isHeld } from '#web/whatsapp/template/view/held.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** How many of each kind use it, in a few words; where it cannot be sent, as a warning. */
export function UseCount({ row }: { row: TemplateView }) {
  const t = useTemplateWords()
  const counts = USE_KINDS.map((kind) => row.uses.filter((use) => use.kind === kind).length)
  const words = USE_KINDS.flatMap((kind, at) =>
    counts[at] ? [t(`uses.${kind}`, { count: counts[at] })] : [],
  ).join(' · ')
  if (words === '') return <span className="text-fg-3 text-xs max-md:hidden">{t('uses.none')}</span>
  if (!isHeld(row)) return <span className="text-fg-2 text-xs">{words}</span>
  return (
    <Badge tone="danger" icon={<TriangleAlert />}>
      {words}
    </Badge>
  )
}

/** Every place that sends the template; a press opens the step. */
export function UseList({ uses }: { uses: readonly TemplateUse[] }) {
  const t = useTemplateWords()
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {uses.map((use) => (
        <li key={`${use.kind} ${use.id}`} className="px-3 py-2">
          <p className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-semibold text-sm">
              {use.kind === 'broadcast' ? (
                <Link
                  to="/broadcasts/$id"
                  params={{ id: use.id }}
                  className="inline-flex max-w-full items-center gap-1.5 text-brand-soft-fg hover:underline [&_svg]:size-3.5 [&_svg]:shrink-0"
                >
                  <Megaphone aria-hidden />
                  <span className="truncate">{t('uses.broadcastNamed', { name: use.name })}</span>
                </Link>
              ) : (
                use.name
              )}
            </span>
            {use.live && <Badge tone="brand">{t('uses.live')}</Badge>}
            {!use.live && <Badge tone="warn">{t(use.draft ? 'uses.draft' : 'uses.off')}</Badge>}
          </p>
          <ul>
            {use.steps.map((step) => (
              <li key={step.id}>
                <Link
                  to="/flows/$id"
                  params={{ id: use.id }}
                  search={{ step: step.id } as object}
                  className="flex min-h-7 items-center gap-1.5 text-brand-soft-fg text-sm hover:underline [&_svg]:size-3.5"
                >
                  <MessageSquare aria-hidden />
                  <span className="truncate">
                    {step.title ? t('uses.step', { name: step.title }) : t('uses.stepUnnamed')}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

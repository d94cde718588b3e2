import { Link } from '@tanstack/react-router'
import { ArrowLeft, CircleX, Copy, Ellipsis, RotateCcw, Send, Trash2, TriangleAlert } from 'lucide-react'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Tip } from '#web/ui/Tip.tsx'
import type { Acts } from '#web/whatsapp/template/editor/use-acts.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { StandingBadge } from '#web/whatsapp/template/view/StatusBadge.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = {
  writing: Writing
  acts: Acts
  errors: number
  tips: number
  may: boolean
  onSubmit: () => void
  onDuplicate: () => void
  onDelete: () => void
}

/** Name, state and what can be done with the template. */
export function TopBar({ writing, acts, errors, tips, may, onSubmit, onDuplicate, onDelete }: Props) {
  const t = useTemplateWords()
  const { row, template, isDirty, isStale } = writing
  const isUnsent = row === null || row.metaId === null || row.draft !== null || isDirty
  const isAtRest = row === null || (row.editAgain === null && row.unansweredSince === null)
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-surface px-3 py-2 md:px-4">
      <Tip label={t('backToList')}>
        <Link
          to="/templates"
          aria-label={t('backToList')}
          className={buttonClass({ tone: 'ghost', className: 'size-8 px-0! pointer-coarse:size-11' })}
        >
          <ArrowLeft className="size-[17px]!" />
        </Link>
      </Tip>
      <div className="min-w-0 flex-1 basis-40">
        <h1 className="flex items-center gap-2 font-semibold text-base leading-5">
          <span className="truncate font-mono">{template.name || t('untitled')}</span>
          <StandingBadge row={row} />
        </h1>
        <p className="truncate text-fg-3 text-xs">
          <SaveState writing={writing} />
        </p>
      </div>
      {may && (
        <div className="flex items-center gap-2 max-md:w-full">
          <Count errors={errors} tips={tips} />
          <Button
            className="max-md:flex-1"
            disabled={!isDirty || isStale}
            busy={acts.isSaving}
            onClick={acts.save}
          >
            {t('save')}
          </Button>
          <Button
            tone="primary"
            icon={<Send />}
            className="max-md:flex-1"
            disabled={errors > 0 || !isUnsent || isStale || !isAtRest || row?.status === 'PENDING'}
            busy={acts.isSubmitting}
            onClick={onSubmit}
          >
            {t('submit')}
          </Button>
          {row && (
            <Menu
              align="end"
              trigger={
                <IconButton label={t('more')}>
                  <Ellipsis />
                </IconButton>
              }
              items={[
                { label: t('duplicate'), icon: <Copy />, onSelect: onDuplicate },
                {
                  label: t('discard'),
                  icon: <RotateCcw />,
                  disabled: row.draft === null || row.metaId === null,
                  onSelect: acts.discard,
                },
                null,
                { label: t('delete'), icon: <Trash2 />, danger: true, onSelect: onDelete },
              ]}
            />
          )}
        </div>
      )}
    </header>
  )
}

function SaveState({ writing: { row, isDirty } }: { writing: Writing }) {
  const t = useTemplateWords()
  const kept = isDirty ? t('notSaved') : t('saved')
  if (!row?.metaId) return `${t('notSent')} · ${kept}`
  if (row.draft || isDirty) return isDirty ? `${t('unsent')} · ${kept}` : t('changeKept')
  const where = t('atMeta', { id: row.metaId })
  return row.status === 'REJECTED' ? `${t('mendFirst')} · ${where}` : where
}

function Count({ errors, tips }: { errors: number; tips: number }) {
  const t = useTemplateWords()
  if (errors + tips === 0) return null
  const isWrong = errors > 0
  return (
    <span
      className={`mr-1 inline-flex items-center gap-1.5 font-medium text-sm max-md:hidden [&_svg]:size-4 ${isWrong ? 'text-danger-fg' : 'text-warn-fg'}`}
    >
      {isWrong ? <CircleX aria-hidden /> : <TriangleAlert aria-hidden />}
      {isWrong ? t('errors', { n: errors }) : t('tips', { count: tips })}
    </span>
  )
}

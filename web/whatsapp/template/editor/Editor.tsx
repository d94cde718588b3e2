import { TriangleAlert } from 'lucide-react'
import { Suspense, useMemo, useState } from 'react'
import type { Finding } from '#core/whatsapp/finding.ts'
import { exampleValues, fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import type { Template, TemplateHeader } from '#core/whatsapp/template/template.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useLeaving } from '#web/base/use-leaving.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { patient } from '#web/ui/patient.ts'
import { IdentityCard } from '#web/whatsapp/template/editor/IdentityCard.tsx'
import { MessageCard } from '#web/whatsapp/template/editor/MessageCard.tsx'
import { TopBar } from '#web/whatsapp/template/editor/TopBar.tsx'
import { useActs } from '#web/whatsapp/template/editor/use-acts.ts'
import { useAdvice } from '#web/whatsapp/template/editor/use-advice.ts'
import { useRuling } from '#web/whatsapp/template/editor/use-ruling.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { RulingContext } from '#web/whatsapp/template/part/ruling.ts'
import { TemplatePreview } from '#web/whatsapp/template/view/TemplatePreview.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const DuplicateDialog = patient(
  async () => (await import('#web/whatsapp/template/editor/DuplicateDialog.tsx')).DuplicateDialog,
)
const DeleteDialog = patient(
  async () => (await import('#web/whatsapp/template/editor/DeleteDialog.tsx')).DeleteDialog,
)
const LeaveQuestion = patient(async () => (await import('#web/ui/LeaveQuestion.tsx')).LeaveQuestion)

const ASIDE = 'scroll space-y-5 border-line p-4 max-lg:border-t lg:border-l lg:bg-surface lg:p-5'

const Standing = patient(async () => (await import('#web/whatsapp/template/editor/Standing.tsx')).Standing)
const Rules = patient(async () => (await import('#web/whatsapp/template/editor/Rules.tsx')).Rules)
const CostCard = patient(async () => (await import('#web/whatsapp/template/editor/CostCard.tsx')).CostCard)
const UsesCard = patient(async () => (await import('#web/whatsapp/template/editor/UsesCard.tsx')).UsesCard)
const SubmitDialog = patient(
  async () => (await import('#web/whatsapp/template/editor/SubmitDialog.tsx')).SubmitDialog,
)

type Props = {
  writing: Writing
  /** The name that customers know. */
  business: string
  may: boolean
}

/** The template at the left, at the right what the customer sees and what Meta would say. */
export function Editor({ writing, business, may }: Props) {
  const t = useTemplateWords()
  const say = useProblemWords()
  const { template, row, isStale, reset } = writing
  const acts = useActs(writing)
  const [dialog, setDialog] = useState<'duplicate' | 'delete' | 'submit' | null>(null)
  const { ruling, onBlur } = useRuling(writing)
  const { findings } = ruling
  const advice = useAdvice(writing, business)
  const touches = row !== null && row.metaId !== null && row.uses.some(({ live }) => live)
  const errors = countOf(findings, 'error')
  const leaving = useLeaving(writing.isUnsaved)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TopBar
        writing={writing}
        acts={acts}
        errors={errors}
        tips={advice.length + countOf(findings, 'warning')}
        may={may}
        onSubmit={() => (touches ? setDialog('submit') : acts.submit())}
        onDuplicate={() => setDialog('duplicate')}
        onDelete={() => setDialog('delete')}
      />
      <div className="scroll min-h-0 flex-1 lg:grid lg:grid-cols-[minmax(0,1fr)_416px] lg:overflow-hidden">
        <div className="scroll min-w-0 space-y-4 p-4 lg:px-7 lg:py-5">
          {acts.error != null && (
            <Banner tone="danger" role="alert" icon={<TriangleAlert />}>
              {say(acts.error)}
            </Banner>
          )}
          {isStale && row && (
            <Banner
              tone="warn"
              role="alert"
              icon={<TriangleAlert />}
              action={
                <Button size="sm" onClick={() => reset(row)}>
                  {t('loadTheirs')}
                </Button>
              }
            >
              {t('changedAtMeta')}
            </Banner>
          )}
          <Suspense>{row && <Standing row={row} />}</Suspense>
          {!may && <Banner tone="neutral">{t('viewOnly')}</Banner>}
          {may && (
            <RulingContext value={ruling}>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes which field was left */}
              <div className="space-y-4" onBlur={onBlur}>
                <IdentityCard
                  name={template.name}
                  language={template.language}
                  category={template.category}
                  edit={writing.edit}
                  row={row}
                  intent={writing.intent}
                  setIntent={writing.setIntent}
                />
                <MessageCard writing={writing} />
              </div>
            </RulingContext>
          )}
          {row && row.editsUsed > 0 && (
            <p className="text-fg-3 text-xs">{t('editsUsed', { n: row.editsUsed })}</p>
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the page is scrolled by keys too */}
        <aside tabIndex={0} className={ASIDE}>
          <Seen template={template} business={business} />
          <Suspense>{row && row.uses.length > 0 && <UsesCard row={row} />}</Suspense>
          <Suspense>{may && <Rules writing={writing} findings={findings} advice={advice} />}</Suspense>
          <Suspense>
            <CostCard category={template.category} />
            {row && row.uses.length === 0 && <UsesCard row={row} />}
          </Suspense>
        </aside>
      </div>
      <Suspense>
        {dialog === 'duplicate' && row && <DuplicateDialog row={row} onClose={() => setDialog(null)} />}
        {dialog === 'submit' && row && (
          <SubmitDialog row={row} onSubmit={acts.submit} onClose={() => setDialog(null)} />
        )}
        {dialog === 'delete' && row && <DeleteDialog row={row} onClose={() => setDialog(null)} />}
        {leaving && (
          <LeaveQuestion
            text={t('leave.text')}
            saveLabel={t('leave.save')}
            onStay={leaving.stay}
            onGo={leaving.go}
            isSaving={acts.isSaving}
            onSave={() => acts.saveAnd(leaving.go, leaving.stay)}
          />
        )}
      </Suspense>
    </div>
  )
}

function Seen({ template, business }: { template: Template; business: string }) {
  const t = useTemplateWords()
  const preview = useMemo(() => fillTemplate(template, exampleValues(template)).preview, [template])
  const files = template.cards.map(({ header }) => sampleIn(header))
  return (
    <section aria-label={t('preview')}>
      <h2 className="mb-1.5 flex items-baseline font-semibold text-base">
        <span className="flex-1">{t('preview')}</span>
        <span className="font-normal text-fg-3 text-xs">{t('asSeen')}</span>
      </h2>
      <div className="overflow-hidden rounded-lg border border-line">
        <p className="flex items-center gap-2.5 border-line border-b bg-surface px-3 py-2 font-semibold text-sm">
          <Avatar name={business} size={28} />
          <span className="truncate">{business}</span>
        </p>
        <TemplatePreview preview={preview} file={sampleIn(template.header)} files={files} />
      </div>
    </section>
  )
}

/** The file of ours that stands in a header as its sample. */
function sampleIn(header: TemplateHeader | undefined): string | null {
  const sample = header && 'sample' in header ? header.sample : undefined
  return sample && 'file' in sample ? sample.file : null
}

function countOf(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length
}

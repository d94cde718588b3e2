import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, FileJson, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { parseJson } from '#core/base/json.ts'
import type { Choices } from '#core/flow/bundle/choice.ts'
import { completed } from '#core/flow/bundle/complete.ts'
import type { Brings, Here } from '#core/flow/bundle/here.ts'
import { type Carried, parted } from '#core/flow/bundle/parted.ts'
import { planImport } from '#core/flow/bundle/plan.ts'
import { client } from '#web/base/api.ts'
import { queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { DoneCard } from '#web/flow/bundle/DoneCard.tsx'
import { FileChoice } from '#web/flow/bundle/FileChoice.tsx'
import { BotPart, FlowsPart, OutsidePart, SequencesPart } from '#web/flow/bundle/FlowParts.tsx'
import { type Mapping, NO_CHOICES } from '#web/flow/bundle/mapping.ts'
import { FieldsPart, SecretsPart, TagsPart, TemplatesPart } from '#web/flow/bundle/NameParts.tsx'
import { PlanCard } from '#web/flow/bundle/PlanCard.tsx'
import { uploaded } from '#web/flow/bundle/upload.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Page } from '#web/ui/Page.tsx'

/** More is not even read here; what the server takes it says itself. */
const FILE_BYTES_MAX = 20_000_000

type Looked = {
  readonly file: unknown
  /** Its pictures and files, uploaded when it is brought in. */
  readonly carried: readonly Carried[]
  readonly brings: Brings
  readonly here: Here
}

/** Brings the file of a bot or flow in: what it holds, what stands for it here, what will happen, and then at once. */
export function ImportPage() {
  const t = useBundleWords()
  const say = useProblemWords()
  const [wrong, setWrong] = useState<string | null>(null)
  usePageTitle(t('title'))
  const look = useMutation({
    mutationFn: async (content: unknown): Promise<Looked> => {
      const { file, carried } = parted(content)
      return { file, carried, ...(await client.flow.lookAtFile({ file })) }
    },
    onError: (error) => setWrong(say(error)),
  })
  const take = async (file: File) => {
    setWrong(null)
    look.reset()
    if (file.size > FILE_BYTES_MAX) return setWrong(t('tooLarge', { name: file.name }))
    const content = parseJson(await file.text())
    if (content === undefined) setWrong(t('notJson', { name: file.name }))
    else look.mutate(content)
  }
  return (
    <Page title={t('title')} sub={t('sub')}>
      <Link
        to="/flows"
        className="inline-flex items-center gap-1.5 text-fg-2 text-sm hover:text-fg pointer-coarse:min-h-11"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t('back')}
      </Link>
      {wrong && (
        <Banner tone="danger" role="alert" icon={<TriangleAlert />}>
          {wrong}
        </Banner>
      )}
      {look.data ? (
        <Settling
          key={look.submittedAt}
          looked={look.data}
          onFile={(file) => void take(file)}
          onAnother={() => look.reset()}
        />
      ) : (
        <FileChoice isBusy={look.isPending} onFile={(file) => void take(file)} />
      )}
    </Page>
  )
}

type SettlingProps = {
  readonly looked: Looked
  readonly onFile: (file: File) => void
  readonly onAnother: () => void
}

function Settling({ looked: { file, carried, brings, here }, onFile, onAnother }: SettlingProps) {
  const say = useProblemWords()
  const [given, setGiven] = useState<Choices>(NO_CHOICES)
  const bringIn = useMutation({
    mutationFn: async (choices: Choices) =>
      client.flow.importFile({ file, choices: { ...choices, files: await uploaded(carried) } }),
    onSuccess: () => void queryClient.invalidateQueries(),
  })
  if (bringIn.data) return <DoneCard done={bringIn.data} onAnother={onAnother} />
  const chosen = completed(given, brings, here)
  const plan = planImport(brings, chosen, here)
  const set = (change: Partial<Choices>) => setGiven((before) => ({ ...before, ...change }))
  const mapping: Mapping = { brings, here, given, chosen, plan, set }
  return (
    <>
      <Head brings={brings} onFile={onFile} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="min-w-0 space-y-4">
          <BotPart {...mapping} />
          <FlowsPart {...mapping} />
          <SequencesPart {...mapping} />
          <FieldsPart {...mapping} />
          <TagsPart {...mapping} />
          <TemplatesPart {...mapping} />
          <SecretsPart {...mapping} />
          <OutsidePart {...mapping} />
        </div>
        <PlanCard
          mapping={mapping}
          problem={bringIn.error ? say(bringIn.error) : null}
          isBusy={bringIn.isPending}
          isBlank={isBlank(mapping)}
          onImport={() => bringIn.mutate(given)}
        />
      </div>
    </>
  )
}

/** A name that is not typed yet. */
function isBlank({ chosen: { bot, flows, sequences, fields, tags } }: Mapping): boolean {
  const names = [
    ...('name' in bot ? [bot.name] : []),
    ...[...flows, ...sequences].flatMap(({ as }) => ('name' in as ? [as.name] : [])),
    ...fields.flatMap(({ as }) => ('create' in as ? [as.create] : [])),
    ...tags.map(({ as }) => as),
  ]
  return names.some((name) => name.trim() === '')
}

function Head({ brings, onFile }: { brings: Brings; onFile: (file: File) => void }) {
  const t = useBundleWords()
  const counts = [
    t('has_flows', { count: brings.flows.length }),
    t('has_steps', { count: brings.flows.reduce((sum, { steps }) => sum + steps, 0) }),
    ...(['sequences', 'fields', 'tags', 'segments', 'templates', 'files'] as const).flatMap((what) =>
      brings[what].length > 0 ? [t(`has_${what}`, { count: brings[what].length })] : [],
    ),
  ]
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 shadow-1">
      <span
        aria-hidden
        className="grid size-10 shrink-0 place-items-center rounded-md bg-brand-soft text-brand-soft-fg [&_svg]:size-5"
      >
        <FileJson />
      </span>
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-semibold text-base">{brings.name}</p>
        <p className="text-fg-2 text-sm">{counts.join(' · ')}</p>
      </div>
      <FileChoice isSmall isBusy={false} onFile={onFile} />
    </div>
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  CalendarClock,
  Clock,
  FileText,
  HelpCircle,
  type LucideIcon,
  MessageSquareText,
  PackageSearch,
  Plus,
  Star,
  UserPlus,
} from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Recipe, RecipeName } from '#core/flow/recipes.ts'
import { client } from '#web/base/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { RecipePhone } from '#web/flow/list/RecipePhone.tsx'
import { FLOW_NAME_MAX } from '#web/flow/list/RenameDialog.tsx'
import { useIsWide } from '#web/flow/use-wide.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const ICONS: Readonly<Record<RecipeName, LucideIcon>> = {
  blank: FileText,
  greeting: MessageSquareText,
  faq: HelpCircle,
  lead: UserPlus,
  hours: Clock,
  order: PackageSearch,
  appointment: CalendarClock,
  feedback: Star,
}

/** A new flow: empty, or from a recipe that already works. */
export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const sayProblem = useProblemWords()
  const [recipe, setRecipe] = useState<RecipeName>(useIsWide() ? 'blank' : 'greeting') // a phone has no canvas to fill an empty one on
  const [typed, setTyped] = useState<string | null>(null)
  const recipes = useRecipes()
  const chosen = recipes?.find(({ key }) => key === recipe)
  const isBlank = recipe === 'blank'
  const name = (typed ?? chosen?.file.name ?? '').trim()
  const field = useRef<HTMLInputElement | null>(null)
  useEffect(() => {
    // A suggested name gives way to what is typed.
    if (typed === null && document.activeElement?.isSameNode(field.current)) field.current?.select()
  }, [typed, name])
  const [bot, setBot, bots] = useBotChoice()
  const create = useCreate()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name && chosen) create.mutate({ file: { ...chosen.file, name }, ...(bot ? { botId: bot } : {}) })
  }
  return (
    <Dialog
      open
      width={isBlank ? 'md' : 'lg'}
      onOpenChange={onClose}
      title={words('new.title')}
      description={words('new.about')}
      footer={
        <>
          <Button onClick={onClose}>{words('act.cancel')}</Button>
          <Button
            tone="primary"
            type="submit"
            form="new-flow"
            icon={<Plus />}
            busy={create.isPending}
            disabled={!name || !chosen}
          >
            {words('new.create')}
          </Button>
        </>
      }
    >
      <div className={cx(!isBlank && 'grid gap-4 lg:grid-cols-[minmax(0,1fr)_320px]')}>
        <form id="new-flow" onSubmit={submit} className="min-w-0 space-y-4">
          <RecipeChoices recipes={recipes} chosen={recipe} onChoose={setRecipe} />
          <Field label={words('new.name')}>
            <TextInput
              value={typed ?? chosen?.file.name ?? ''}
              maxLength={FLOW_NAME_MAX}
              onChange={setTyped}
              ref={field}
            />
          </Field>
          {bots.length > 1 && (
            <Field label={words('new.bot')} hint={words('new.botHint')}>
              <Select
                value={bot}
                onChange={setBot}
                options={bots.map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Field>
          )}
          {create.error && (
            <Banner tone="danger" role="alert">
              {sayProblem(create.error)}
            </Banner>
          )}
        </form>
        {chosen && !isBlank && <RecipePhone recipe={chosen} />}
      </div>
    </Dialog>
  )
}

type ChoicesProps = {
  readonly recipes: readonly Recipe[] | undefined
  readonly chosen: RecipeName
  readonly onChoose: (key: RecipeName) => void
}

function RecipeChoices({ recipes, chosen, onChoose }: ChoicesProps) {
  const words = useWords()
  return (
    <fieldset
      className={cx(
        'scroll flex min-w-0 gap-2 lg:grid',
        chosen === 'blank' ? 'lg:grid-cols-2' : 'lg:gap-1.5',
      )}
    >
      <legend className="sr-only">{words('new.recipes')}</legend>
      {!recipes &&
        Object.keys(ICONS).map((key) => <Skeleton key={key} className="h-[72px] min-w-52 flex-1" />)}
      {recipes?.map(({ key, about, file }) => {
        const Icon = ICONS[key]
        const isChosen = key === chosen
        return (
          <label
            key={key}
            className={cx(
              'relative flex min-w-52 flex-1 cursor-pointer gap-3 rounded-md border p-3 hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-brand',
              // beside the phone all recipes stand below each other, and the name should stay in sight
              chosen !== 'blank' && 'lg:py-2',
              key === 'blank' && 'max-md:order-last',
              isChosen ? 'border-brand bg-brand-soft/40' : 'border-line-strong',
            )}
          >
            <input
              type="radio"
              name="recipe"
              value={key}
              checked={isChosen}
              onChange={() => onChoose(key)}
              className="sr-only"
            />
            <span
              className="grid size-8 shrink-0 place-items-center rounded-md bg-brand-soft text-brand-soft-fg [&_svg]:size-4"
              aria-hidden
            >
              <Icon />
            </span>
            <span className="min-w-0">
              <span className="block text-sm font-medium">
                {key === 'blank' ? words('new.blank') : file.name}
              </span>
              <span className="block text-xs text-fg-2">{about}</span>
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}

/** The recipes in the reader's language; they come with the engine that laid them out, so only when they are asked for. */
function useRecipes() {
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['recipes', language],
    queryFn: async () => (await import('#core/flow/recipes.ts')).recipesOf(language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}

function useBotChoice() {
  const { data: bots = [] } = useQuery(orpc.flow.bots.queryOptions())
  const [chosen, setChosen] = useState<string | null>(null)
  return [chosen ?? bots[0]?.id ?? null, setChosen, bots] as const
}

function useCreate() {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (ask: Parameters<typeof client.flow.importFlow>[0]) => client.flow.importFlow(ask),
    onSuccess: ({ flow }) => {
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      void navigate({ to: '/flows/$id', params: { id: flow.id } })
    },
  })
}

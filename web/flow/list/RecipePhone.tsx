import { useQuery } from '@tanstack/react-query'
import { RotateCcw, Send, Store } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Line } from '#core/flow/recipe-talk.ts'
import type { Recipe } from '#core/flow/recipes.ts'
import type { Step } from '#core/flow/trial/script.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { PhoneFrame } from '#web/ui/PhoneFrame.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { WaBubble, WaLine } from '#web/ui/WaBubble.tsx'
import { WaButtons } from '#web/ui/WaButtons.tsx'
import { WaText } from '#web/ui/WaText.tsx'

type Talk = typeof import('#core/flow/recipe-talk.ts')

/** A ready bot on a customer's phone before it is used: a talk that can be read, and gone on with by tapping and typing. */
export function RecipePhone({ recipe }: { recipe: Recipe }) {
  const { data: talk } = useQuery({
    queryKey: ['recipe-talk'],
    queryFn: () => import('#core/flow/recipe-talk.ts'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return talk ? <Playing key={recipe.key} recipe={recipe} talk={talk} /> : null
}

function Playing({
  recipe: { key, file },
  talk: { openingOf, talkOf, TALK_STEPS_MAX },
}: {
  recipe: Recipe
  talk: Talk
}) {
  const words = useWords()
  const formats = useFormats()
  const language = useLanguage()
  const business = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.name ?? ''
  const opening = openingOf(key, language)
  const [steps, setSteps] = useState(opening)
  const lines = talkOf(steps, { definition: file.definition, business, language })
  const isFull = steps.length >= TALK_STEPS_MAX
  const act = isFull ? undefined : (step: Step) => setSteps([...steps, step])
  const times = lines.flatMap((line) => ('at' in line ? [line.at] : []))
  return (
    <PhoneFrame
      label={words('new.preview')}
      time={formats.time(times.at(-1) ?? 0)}
      title={business}
      subtitle={words('new.previewBot')}
      avatar={<Store className="size-5" />}
      className="mx-auto h-[500px] w-full max-w-[328px] lg:sticky top-4"
      actions={
        <IconButton label={words('new.again')} size="sm" onClick={() => setSteps(opening.slice(0, 1))}>
          <RotateCcw />
        </IconButton>
      }
    >
      <Lines lines={lines} onTap={act && ((title) => act({ taps: title }))} />
      <Writing onWrite={act && ((text) => act({ says: text }))} />
    </PhoneFrame>
  )
}

function Lines({ lines, onTap }: { lines: readonly Line[]; onTap: ((title: string) => void) | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  const count = lines.length
  // Follows the talk down; on opening it stays at the top, where one reads from.
  const before = useRef(count)
  useEffect(() => {
    if (count !== before.current) box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' })
    before.current = count
  }, [count])
  return (
    <div ref={box} className="wa-wall scroll min-h-0 flex-1 space-y-2 p-3" aria-live="polite">
      {lines.map((line, at) => (
        // A line stays what it is: a talk only grows, or begins anew.
        <OneLine key={at} line={line} onTap={onTap} />
      ))}
    </div>
  )
}

function OneLine({ line, onTap }: { line: Line; onTap: ((title: string) => void) | undefined }) {
  const words = useWords()
  const formats = useFormats()
  if (line.kind === 'team' || line.kind === 'silent')
    return (
      <p className="mx-auto w-fit max-w-[90%] rounded-md bg-wa-in px-2.5 py-1 text-center text-[12px] text-wa-meta">
        {words(`new.${line.kind}`)}
      </p>
    )
  const isBot = line.kind === 'bot'
  const taps = isBot ? line.taps : []
  return (
    <WaBubble
      side={isBot ? 'in' : 'out'}
      time={formats.time(line.at)}
      below={
        taps.length > 0 && (
          <WaButtons
            buttons={taps.map((label) => ({
              ...{ key: label, label, kind: isBot && line.isList ? 'list' : 'reply' },
              onPress: onTap && (() => onTap(label)),
            }))}
          />
        )
      }
    >
      <WaLine>
        <WaText text={line.text} />
      </WaLine>
    </WaBubble>
  )
}

const WORDS_MAX = 200

function Writing({ onWrite }: { onWrite: ((text: string) => void) | undefined }) {
  const words = useWords()
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onWrite?.(text.trim())
    setText('')
  }
  return (
    <form onSubmit={send} className="flex shrink-0 items-center gap-1.5 bg-wa-head p-2">
      <TextInput
        value={text}
        onChange={setText}
        maxLength={WORDS_MAX}
        disabled={!onWrite}
        aria-label={words('new.write')}
        placeholder={words('new.write')}
        className="rounded-full"
      />
      <IconButton label={words('new.send')} type="submit" disabled={text.trim() === ''}>
        <Send />
      </IconButton>
    </form>
  )
}

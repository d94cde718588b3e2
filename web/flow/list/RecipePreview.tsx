import { useQuery } from '@tanstack/react-query'
import type { FlowFile } from '#core/flow/definition.ts'
import { useFormats } from '#web/base/format.ts'
import { useWords } from '#web/flow/use-words.ts'
import { WaBubble, WaLine } from '#web/ui/WaBubble.tsx'
import { WaButtons } from '#web/ui/WaButtons.tsx'
import { WaText } from '#web/ui/WaText.tsx'
import '#web/ui/phone.css'

/** A quarter past ten: the time of the sample bubbles. */
const SAMPLE_TIME = new Date(2026, 0, 5, 10, 2).getTime()

/** The first words of a ready bot as the customer's phone shows them, before it is used. */
export function RecipePreview({ file }: { file: FlowFile }) {
  const words = useWords()
  const formats = useFormats()
  const { data: said = [] } = useQuery({
    queryKey: ['recipe-said', file.name],
    queryFn: async () => (await import('#core/flow/ready.ts')).spokenBy(file.definition),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section aria-label={words('new.preview')}>
      <h3 className="mb-1.5 font-medium font-sans text-sm">{words('new.preview')}</h3>
      <div className="wa-wall scroll max-h-56 space-y-2 overflow-y-auto rounded-md border border-line p-3">
        {said.map(({ id, text, taps }) => (
          <WaBubble
            key={id}
            side="in"
            time={formats.time(SAMPLE_TIME)}
            below={<WaButtons buttons={taps.map((label) => ({ key: label, label, kind: 'reply' }))} />}
          >
            <WaLine>
              <WaText
                text={text
                  .replace(/\{\{[^}]*default: "([^"]*)"[^}]*\}\}/g, '$1')
                  .replace(/\{\{\s*(\w+)[^}]*\}\}/g, '[$1]')}
              />
            </WaLine>
          </WaBubble>
        ))}
      </div>
    </section>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { placeOfIssue } from '#core/base/issue.ts'
import { Script } from '#core/flow/trial/script.ts'
import type { FlowTest } from '#core/flow/trial-api.ts'
import { client } from '#web/base/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { refresh } from '#web/flow/trial/TestRow.tsx'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

/** A test as the text that the file of the flow holds; checked as it is typed. */
export function ScriptDialog({ test, onClose }: { test: FlowTest | null; onClose: () => void }) {
  const t = useTrialWords()
  const words = useWords()
  const say = useProblemWords()
  const language = useLanguage()
  const flowId = useFlow((state) => state.flowId)
  const keyword = useFlow(({ drawing: { definition } }) => keywordOf(definition.nodes[definition.start]))
  const [text, setText] = useState(() =>
    JSON.stringify(test?.script ?? starter(t('newTest'), keyword), null, 2),
  )
  const { script, wrong } = readScript(text)
  const save = useMutation({
    mutationFn: (written: Script) =>
      client.trial.saveTest({ id: flowId, script: written, ...(test ? { testId: test.id } : {}) }),
    onSuccess: () => {
      refresh()
      onClose()
    },
  })
  const place = wrong?.path.map(String).join('.')
  const mistake = wrong
    ? t('scriptWrong', { place: place || t('scriptWhole'), why: wrong.words[language] })
    : t('scriptNoJson')
  const problem = script ? save.error && say(save.error) : mistake
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={test ? t('edit', { name: test.script.name }) : t('newTest')}
      description={t('scriptAbout')}
      footer={
        <>
          <Button onClick={onClose}>{words('act.cancel')}</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            disabled={script === null}
            onClick={() => script && save.mutate(script)}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <Field label={t('script')} error={problem || undefined}>
        <Textarea
          value={text}
          onChange={setText}
          maxHeight={420}
          className="font-mono text-xs"
          spellCheck={false}
        />
      </Field>
    </Dialog>
  )
}

function keywordOf(
  start: { readonly kind: string; readonly keywords?: readonly string[] } | undefined,
): string | null {
  return start?.kind === 'start' ? (start.keywords?.[0] ?? null) : null
}

function starter(name: string, keyword: string | null) {
  const first = keyword === null ? { starts: true } : { says: keyword }
  return { name, customer: { name: 'Dewi' }, steps: [{ ...first, expect: { messages: [] } }] }
}

type Read = { readonly script: Script | null; readonly wrong?: ReturnType<typeof placeOfIssue> }

/** The script, or where the text is wrong; neither: it is no JSON. */
function readScript(text: string): Read {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { script: null }
  }
  const parsed = Script.safeParse(raw)
  if (parsed.success) return { script: parsed.data }
  return { script: null, wrong: placeOfIssue(parsed.error.issues[0]) }
}

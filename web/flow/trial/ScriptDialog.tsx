import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Script } from '#core/flow/trial/script.ts'
import type { FlowTest } from '#core/flow/trial-api.ts'
import { client } from '#web/base/api.ts'
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
  const flowId = useFlow((state) => state.flowId)
  const keyword = useFlow(({ drawing: { definition } }) => keywordOf(definition.nodes[definition.start]))
  const [text, setText] = useState(() =>
    JSON.stringify(test?.script ?? starter(t('newTest'), keyword), null, 2),
  )
  const read = readScript(text)
  const save = useMutation({
    mutationFn: (script: Script) =>
      client.trial.saveTest({ id: flowId, script, ...(test ? { testId: test.id } : {}) }),
    onSuccess: () => {
      refresh()
      onClose()
    },
  })
  const problem = typeof read === 'string' ? t('scriptWrong', { where: read }) : save.error && say(save.error)
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
            disabled={typeof read === 'string'}
            onClick={() => typeof read !== 'string' && save.mutate(read)}
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

/** The script, or where the text is wrong. */
function readScript(text: string): Script | string {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return error instanceof Error ? error.message : '?'
  }
  const parsed = Script.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return `${issue?.path.map(String).join('.') || '–'}: ${issue?.message ?? '?'}`
}

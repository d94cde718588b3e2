import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { CSV_LENGTH_MAX } from '#core/base/csv.ts'
import type { Costs } from '#core/policy/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useWords } from '#web/policy/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Unit = 'message' | 'conversation'

/** A card as Meta's CSV, chosen or pasted; what is wrong with it is said by its row. */
export function ImportCard({ costs }: { costs: Costs }) {
  const t = useWords()
  const say = useProblemWords()
  const [csv, setCsv] = useState('')
  const [currency, setCurrency] = useState(costs.currency)
  const [effective, setEffective] = useState(costs.today)
  const [unit, setUnit] = useState<Unit>('message')
  const save = useMutation(
    orpc.policy.importCard.mutationOptions({
      onSuccess: ({ rates }) => {
        toast(t('imported', { count: rates }))
        setCsv('')
        void queryClient.invalidateQueries({ queryKey: orpc.policy.key() })
      },
    }),
  )
  return (
    <Card title={t('import')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ csv, unit, currency: currency.trim().toUpperCase(), effective })
        }}
        className="grid gap-4 sm:grid-cols-3"
      >
        <p className="text-fg-2 text-sm sm:col-span-3">{t('importText')}</p>
        <Field label={t('importCurrency')}>
          <TextInput
            value={currency}
            onChange={setCurrency}
            pattern="[A-Za-z]{3}"
            maxLength={3}
            required
            className="uppercase"
          />
        </Field>
        <Field label={t('importDay')}>
          <TextInput type="date" value={effective} onChange={setEffective} required />
        </Field>
        <Field label={t('importUnit')}>
          <Select
            value={unit}
            onChange={setUnit}
            options={[
              { value: 'message', label: t('unit_message') },
              { value: 'conversation', label: t('unit_conversation') },
            ]}
          />
        </Field>
        <div className="sm:col-span-3">
          <FileChoice onText={setCsv} />
        </div>
        <Field label={t('importPaste')} className="sm:col-span-3">
          <Textarea
            value={csv}
            onChange={setCsv}
            maxLength={CSV_LENGTH_MAX}
            rows={5}
            required
            spellCheck={false}
            className="font-mono text-xs"
          />
        </Field>
        {save.isError && (
          <Banner tone="danger" role="alert" className="sm:col-span-3">
            {say(save.error)}
          </Banner>
        )}
        <div className="flex justify-end sm:col-span-3">
          <Button type="submit" tone="primary" busy={save.isPending} disabled={csv.trim() === ''}>
            {t('importAct')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function FileChoice({ onText }: { onText: (text: string) => void }) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv,text/plain"
        aria-label={t('importFile')}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void file.text().then((text) => onText(text.slice(0, CSV_LENGTH_MAX)))
          event.target.value = ''
        }}
      />
      <Button icon={<FileUp aria-hidden />} onClick={() => input.current?.click()}>
        {t('importFile')}
      </Button>
    </>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Costs } from '#core/policy/api.ts'
import { microOf } from '#core/policy/price/micro.ts'
import { REGIMES, type RegimeId } from '#core/policy/price/regime.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useBaseWords } from '#web/base/words.ts'
import { amountToType, isBudget, typedAmount } from '#web/policy/card/typed-amount.ts'
import { regimeName } from '#web/policy/names.ts'
import { useWords } from '#web/policy/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

const BUDGET_LENGTH_MAX = 30

/** Currency, price rules and the month's budget. */
export function PricingForm({ costs }: { costs: Costs }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const language = useLanguage()
  const money = useMoney()
  const [currency, setCurrency] = useState(costs.currency)
  const [budget, setBudget] = useState(amountToType(costs.budget?.limit ?? '', language))
  const [regime, setRegime] = useState<RegimeId | 'auto'>(costs.regime.isHeld ? costs.regime.id : 'auto')
  const amount = typedAmount(budget, language)
  const isRead = microOf(amount) !== null
  const [isTried, setTried] = useState(false)
  const save = useMutation(
    orpc.policy.setPricing.mutationOptions({
      onSuccess: () => {
        toast(base('saved'))
        void queryClient.invalidateQueries({ queryKey: orpc.policy.key() })
      },
    }),
  )
  return (
    <Card title={t('settings')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!isBudget(amount)) return
          save.mutate({
            currency: currency.trim().toUpperCase(),
            regime: regime === 'auto' ? null : regime,
            budget: amount === '' ? null : amount,
          })
        }}
        className="grid gap-4 sm:grid-cols-2"
      >
        <Field label={t('currency')} hint={t('currencyHint')}>
          <TextInput
            value={currency}
            onChange={setCurrency}
            pattern="[A-Za-z]{3}"
            maxLength={3}
            required
            className="uppercase"
          />
        </Field>
        <Field
          label={t('budgetField')}
          error={isTried && !isBudget(amount) ? t('budgetBad') : undefined}
          hint={isRead ? t('budgetRead', { amount: money(amount, currency.toUpperCase()) }) : t('budgetHint')}
        >
          <TextInput value={budget} onChange={setBudget} inputMode="decimal" maxLength={BUDGET_LENGTH_MAX} />
        </Field>
        <Field label={t('regime')} hint={t('regimeHint')} className="sm:col-span-2">
          <Select
            value={regime}
            onChange={setRegime}
            options={[
              { value: 'auto', label: t('regime_auto') },
              ...REGIMES.map(({ id }) => ({ value: id, label: regimeName(t, id) })),
            ]}
          />
        </Field>
        {save.isError && (
          <Banner tone="danger" role="alert" className="sm:col-span-2">
            {say(save.error)}
          </Banner>
        )}
        <div className="flex justify-end sm:col-span-2">
          <Button type="submit" tone="primary" busy={save.isPending}>
            {base('save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

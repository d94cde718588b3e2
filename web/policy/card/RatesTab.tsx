import type { Costs } from '#core/policy/api.ts'
import { CardList } from '#web/policy/card/CardList.tsx'
import { ImportCard } from '#web/policy/card/ImportCard.tsx'
import { PricingForm } from '#web/policy/card/PricingForm.tsx'

/** How the account is billed and by which cards, and what it may spend. */
export function RatesTab({ costs }: { costs: Costs }) {
  return (
    <>
      <PricingForm key={`${costs.currency} ${costs.budget?.limit}`} costs={costs} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <CardList />
        <ImportCard costs={costs} />
      </div>
    </>
  )
}

import type { Choices, Chosen } from '#core/flow/bundle/choice.ts'
import type { Brings, Here } from '#core/flow/bundle/here.ts'
import type { Plan } from '#core/flow/bundle/plan.ts'

/** What the parts of the page need of the import under way. */
export type Mapping = {
  readonly brings: Brings
  readonly here: Here
  readonly given: Choices
  readonly chosen: Chosen
  readonly plan: Plan
  readonly set: (change: Partial<Choices>) => void
}

export const NO_CHOICES: Choices = {
  ...{ flows: [], sequences: [], fields: [], tags: [], templates: [], secrets: [], files: [] },
  outside: [],
}

/** The list with this choice in it: in the place of an earlier one about the same thing, else at the end. */
export function choose<T>(list: readonly T[], choice: T, isSame: (other: T) => boolean): T[] {
  return list.some(isSame) ? list.map((one) => (isSame(one) ? choice : one)) : [...list, choice]
}

/** `Menu!` → `menu`: what is typed as the key of a field, as far as it can be one. */
export function asFieldKey(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 50)
}

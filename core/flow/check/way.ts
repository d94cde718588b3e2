import type { Outlet } from '#core/flow/kind.ts'

/** One way of a drawing that leads from a step that is there to a step that is there. */
export type Way = {
  readonly from: string
  readonly to: string
  readonly outlet: Outlet
  /** It ends a round of the loop to which it leads: an exit that leads nowhere, or a way that was drawn. */
  readonly back?: 'open' | 'drawn'
}

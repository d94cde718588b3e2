/** One level of sub-flow: which version, and the node it stands on (for outer frames: the sub-flow node). */
export type Frame = {
  readonly version: string
  readonly node: string
  /** Inputs, outputs, and the items of its loops, by name; missing when the flow declares none. */
  readonly locals?: Readonly<Record<string, string>>
  /** The loops in whose rounds it stands, innermost last. */
  readonly loops?: readonly Loop[]
}

/** A loop under way: the items as they were when it began, and the round. */
export type Loop = {
  readonly node: string
  readonly as: string
  readonly items: readonly string[]
  readonly at: number
  /** Items that were too many. */
  readonly left: number
}

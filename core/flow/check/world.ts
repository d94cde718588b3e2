import type { Details } from '#core/base/refusal.ts'
import type { FieldShape } from '#core/contact/field/catalogue.ts'
import type { Graph } from '#core/flow/check/graph.ts'
import type { Inside } from '#core/flow/check/inside.ts'
import type { Through } from '#core/flow/check/passage.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { ProblemCode } from '#core/flow/problem.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import type { MetaTemplate } from '#core/whatsapp/template/state.ts'
import type { Hours } from '#core/workspace/hours.ts'

type Named = { readonly id: string; readonly name: string }
/** People, segments, numbers and hours of a workspace. */
export type Place = {
  readonly members: readonly Named[]
  readonly teams: readonly (Named & { readonly members: readonly string[] })[]
  readonly segments: readonly (Named & { readonly rule: SegmentWhen })[]
  readonly numbers: readonly Named[]
  readonly hours: Hours | null
}

/** What stands around a flow. `flow` is its own id, when it has one yet. */
export type World = {
  readonly flow?: string
  /** The workspace's fields. */
  readonly fields: readonly FieldShape[]
  /** The other flows. `definition`: the published one, when it is at hand; without it nothing is said about it. */
  readonly flows: readonly {
    readonly id: string
    readonly name?: string
    readonly published: boolean
    readonly definition?: Definition | undefined
  }[]
  /** Ids of stored files; without them files are not looked up. */
  readonly files?: readonly string[]
  /** Names of the workspace's secrets; without them they are not looked up. */
  readonly secrets?: readonly string[] | undefined
  /** What else of the workspace steps may mean; without it that is not looked up. */
  readonly place?: Place | undefined
  /** The account's templates as Meta holds them; without them nothing is said about templates. */
  readonly templates?: readonly Pick<MetaTemplate, 'status' | 'template'>[] | undefined
}

/** Puts a problem down to a step; the empty id is the whole flow. `path`: the steps that lead there. */
export type Say = (node: string, code: ProblemCode, details?: Details, path?: readonly string[]) => void
/** One check under way. */
export type Check = {
  readonly graph: Graph
  readonly world: World
  readonly through: Through
  readonly inside: Inside
  readonly say: Say
}

import type { Check, Place, Say } from '#core/flow/check/world.ts'
import type { Reference } from '#core/flow/kind.ts'
import type { ProblemCode } from '#core/flow/problem.ts'

/** People, teams, segments, numbers and hours that a step means and the workspace does not have. */
export function checkPlace({ graph, world, say }: Check): void {
  const { place } = world
  for (const [node, refs] of graph.refs) {
    for (const kind of KINDS)
      for (const each of refs[`${kind}s`] ?? []) checkOne(node, kind, each, { place, say })
    if (place && refs.hours && !place.hours) say(node, 'hours-unset')
  }
}

const KINDS = ['member', 'team', 'segment', 'number'] as const
type Kind = (typeof KINDS)[number]
type Around = { readonly place: Place | undefined; readonly say: Say }

function checkOne(node: string, kind: Kind, { ref, name }: Reference, { place, say }: Around): void {
  const found = place?.[`${kind}s`].find(({ id }) => id === ref)
  if (ref === '') say(node, `${kind}-unchosen` satisfies ProblemCode)
  else if (place && !found) say(node, `${kind}-unknown` satisfies ProblemCode, { name: name || ref })
  const isEmpty =
    kind === 'team' && place?.teams.some(({ id, members }) => id === ref && members.length === 0)
  if (isEmpty) say(node, 'team-empty', { name: found?.name ?? name })
}

import { z } from 'zod'

/** What a member may do: each role may do all that the roles after it may. */
export const ROLES = ['owner', 'admin', 'agent'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(needed)
}

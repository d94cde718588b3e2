import type { Db } from '#server/base/db.ts'
import type { Identify, Person, Seat } from '#server/base/http.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { type SeatRow, seatsOf } from '#server/workspace/store.ts'

/** Which of their workspaces a person works in; checked against the membership on every request. */
const WORKSPACE_COOKIE = 'wetalk.workspace'
const COOKIE_SECONDS = 365 * 24 * 3600

export function workspaceCookie(workspaceId: string, secure: boolean): string {
  return `${WORKSPACE_COOKIE}=${workspaceId}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${COOKIE_SECONDS}${secure ? '; Secure' : ''}`
}

export function identifyBy(auth: Auth, db: Db): Identify {
  return async (headers) => {
    const session = await auth.session(headers, false)
    if (!session) return null
    const seats = await seatsOf(db, session.userId)
    return { person: personOf(session), seat: seatIn(seats, chosenWorkspace(headers)) }
  }
}

/** Whether the visitor of an open socket still has the session and the seat. */
export function recheckBy(auth: Auth, db: Db, headers: Headers, workspaceId: string): () => Promise<boolean> {
  return async () => {
    const session = await auth.session(headers, true)
    if (!session) return false
    const seats = await seatsOf(db, session.userId)
    return seats.some(({ workspace_id }) => workspace_id === workspaceId)
  }
}

export function chosenWorkspace(headers: Headers): string | undefined {
  return /(?:^|;\s*)wetalk\.workspace=([0-9a-f-]{36})/.exec(headers.get('cookie') ?? '')?.[1]
}

export function seatRowIn(seats: readonly SeatRow[], chosen: string | undefined): SeatRow | undefined {
  return seats.find(({ workspace_id }) => workspace_id === chosen) ?? seats[0]
}

function seatIn(seats: readonly SeatRow[], chosen: string | undefined): Seat | null {
  const row = seatRowIn(seats, chosen)
  return row ? { workspaceId: row.workspace_id, memberId: row.member_id, role: row.role } : null
}

function personOf({
  userId,
  name,
  email,
}: {
  readonly userId: string
  readonly name: string
  readonly email: string
}): Person {
  return { id: userId, name, email }
}

import { readCookie, writeCookie } from '#server/base/cookie.ts'
import type { Db } from '#server/base/db.ts'
import type { Identify, Person, Seat } from '#server/base/http.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { type SeatRow, seatsOf } from '#server/workspace/store.ts'

/** Which of their workspaces a person works in; checked against the membership on every request. */
const WORKSPACE_COOKIE = 'wetalk.workspace'
const COOKIE_SECONDS = 365 * 24 * 3600

export function workspaceCookie(workspaceId: string, secure: boolean): string {
  return writeCookie({ name: WORKSPACE_COOKIE, value: workspaceId, seconds: COOKIE_SECONDS }, secure)
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
  const chosen = readCookie(headers.get('cookie'), WORKSPACE_COOKIE)
  return chosen && /^[0-9a-f-]{36}$/.test(chosen) ? chosen : undefined
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

import { assert } from '#core/base/assert.ts'
import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { isZone } from '#core/base/zone.ts'
import { type Me, workspaceApi } from '#core/workspace/api.ts'
import { OWNED_MAX, TRIAL_DAYS } from '#core/workspace/limits.ts'
import type { Config } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { type Caller, on, onOpen, type Person } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { randomToken, type Sealer } from '#server/base/secret.ts'
import { ownAccountRoutes } from '#server/workspace/account.ts'
import { type Auth, type AuthAnswer, PAUSED } from '#server/workspace/auth.ts'
import { lettersBy } from '#server/workspace/letters.ts'
import { joinBy, memberRoutes } from '#server/workspace/members.ts'
import { type OwnEmailParts, ownEmailRoutes } from '#server/workspace/own-email.ts'
import { isCommonPassword, PASSWORD_MIN } from '#server/workspace/password.ts'
import { type RemoveParts, removeWorkspace } from '#server/workspace/remove.ts'
import { chosenWorkspace, seatRowIn, workspaceCookie } from '#server/workspace/session.ts'
import {
  hasOwner,
  insertMember,
  insertWorkspace,
  openInvitation,
  seatsOf,
  updateWorkspace,
} from '#server/workspace/store.ts'
import { noZone, type TeamParts, teamRoutes } from '#server/workspace/teams.ts'

export type WorkspaceParts = TeamParts &
  RemoveParts &
  OwnEmailParts & {
    readonly config: Config
    readonly version: string
    /** Sees all workspaces: a person's seats are looked up before one is chosen. */
    readonly db: Db
    readonly auth: Auth
    readonly jobs: Jobs
    readonly sealer: Sealer
    /** Puts the simulator and the sample bot into a new workspace; a refusal says why nothing is in it. */
    readonly furnish: (workspaceId: string, language: Language, userId: string) => Promise<Refusal | null>
  }

/** Accounts and workspaces. */
export function workspaceRoutes(parts: WorkspaceParts) {
  const desk = openReception(parts)
  return {
    ...accountRoutes(parts, desk),
    ...ownAccountRoutes(parts),
    ...ownEmailRoutes(parts),
    ...passwordRoutes(parts),
    ...placeRoutes(parts, desk),
    ...teamRoutes(parts),
    ...memberRoutes({ ...parts, meAs: desk.meAs, secure: desk.secure }),
  }
}

type Reception = ReturnType<typeof openReception>

/** What the routes of accounts share: who one is, new workspaces, cookies. */
function openReception(parts: WorkspaceParts) {
  const { config, db, bus, auth, sealer, furnish } = parts
  const secure = config.publicUrl.startsWith('https:')
  const meAs = async (person: Person, chosen: string | undefined): Promise<Me> => {
    const seats = await seatsOf(db, person.id)
    const seat = seatRowIn(seats, chosen)
    return {
      user: person,
      workspace: seat
        ? {
            id: seat.workspace_id,
            name: seat.name,
            zone: seat.zone,
            language: seat.language,
            role: seat.role,
            away: seat.away,
          }
        : null,
      workspaces: seats.map(({ workspace_id, name, role }) => ({ id: workspace_id, name, role })),
    }
  }
  const open = async (
    userId: string,
    { name, zone, language, start }: NewPlace,
  ): Promise<string | Refusal> => {
    const id = newId()
    await db.tx('http', async (tx) => {
      await insertWorkspace(tx, { id, name, zone, language, dataKey: sealer.newDataKey(id).wrapped })
      await insertMember(tx, id, newId(), userId, 'owner')
    })
    if (start === 'empty') return id
    return await orTakeBack(
      async () => (await furnish(id, language, userId)) ?? id,
      () => removeWorkspace(parts, id),
    )
  }
  const enter = (caller: Caller, cookies: readonly string[], workspaceId?: string): void => {
    for (const cookie of cookies) caller.setCookie(cookie)
    if (workspaceId) caller.setCookie(workspaceCookie(workspaceId, secure))
  }
  const signUp = async (caller: Caller, { name, email, password }: Account) => {
    const answer = await auth.call('/sign-up/email', caller.headers, { name, email, password })
    const no = refusalOf(answer)
    if (no) return no
    assert(answer.userId, 'a new account has an id')
    return { person: { id: answer.userId, name, email }, cookies: answer.cookies }
  }
  const register = async (caller: Caller, who: NewPerson): Promise<Me | Refusal> => {
    const made = await signUp(caller, who)
    if ('kind' in made) return made
    const userId = made.person.id
    const workspaceId = await orTakeBack(
      () => open(userId, { ...who, name: who.business }),
      () => auth.removePerson(userId),
    )
    if (isRefusal(workspaceId)) return workspaceId
    enter(caller, made.cookies, workspaceId)
    return await meAs(made.person, workspaceId)
  }
  /** A new account whose first workspace is the one that invited it; an invitation that is gone makes none. */
  const admit = async (caller: Caller, who: Account & { readonly invitation: string }) => {
    const invitation = await openInvitation(db, who.invitation)
    if (invitation?.email.toLowerCase() !== who.email.toLowerCase()) return refuse('bad-token')
    const made = await signUp(caller, who)
    if ('kind' in made) return made
    const joined = await joinBy({ db, bus }, who.invitation, made.person)
    enter(caller, made.cookies, joined)
    return await meAs(made.person, joined)
  }
  return { secure, meAs, open, enter, register, admit }
}

function accountRoutes({ config, version, db, auth }: WorkspaceParts, desk: Reception) {
  const { enter, meAs, register, admit } = desk
  return {
    instance: onOpen(workspaceApi.instance, async () => {
      const owned = await hasOwner(db)
      const demo = config.simulator && (config.demo || !owned)
      const signUp = config.signUp === 'open' || !owned
      const { simulator } = config
      const trialDays = simulator && config.demo ? TRIAL_DAYS : null
      const letters = lettersBy(config)
      return { name: 'Wetalk', version, demo, hasOwner: owned, simulator, signUp, letters, trialDays }
    }),
    demo: onOpen(workspaceApi.demo, async ({ language }, caller) => {
      if (!config.simulator || (!config.demo && (await hasOwner(db)))) return refuse('demo-closed')
      return await register(caller, {
        name: language === 'en' ? 'Guest' : 'Tamu',
        email: `guest-${newId()}@${DEMO_HOST}`,
        password: randomToken(),
        business: 'Kopi Senja',
        zone: 'Asia/Jakarta',
        language,
        start: 'simulator',
      })
    }),
    signUp: onOpen(workspaceApi.signUp, async (input, caller) => {
      const no = unfit(input)
      if (no) return no
      const { invitation, business } = input
      if (invitation) return await admit(caller, { ...input, invitation })
      if (config.signUp === 'invited' && (await hasOwner(db))) return refuse('sign-up-closed')
      if (!business) return refuse('bad-input', { field: 'business', ...MISSING })
      if (input.start === 'simulator' && !config.simulator) return refuse('channel-missing')
      return await register(caller, { ...input, business })
    }),
    signIn: onOpen(workspaceApi.signIn, async ({ email, password }, caller) => {
      const answer = await auth.call('/sign-in/email', caller.headers, { email, password })
      const no = refusalOf(answer)
      if (no) return no
      assert(answer.userId, 'a session has a user')
      enter(caller, answer.cookies)
      return await meAs({ id: answer.userId, name: answer.name, email }, chosenWorkspace(caller.headers))
    }),
    signOut: onOpen(workspaceApi.signOut, async (_input, caller) => {
      const { cookies } = await auth.call('/sign-out', caller.headers, {})
      enter(caller, cookies)
      caller.forgetShown()
      return { done: true as const }
    }),
  }
}

function passwordRoutes({ auth }: WorkspaceParts) {
  return {
    forgotPassword: onOpen(workspaceApi.forgotPassword, async ({ email }, caller) => {
      const answer = await auth.call('/request-password-reset', caller.headers, { email })
      return answer.status === 429
        ? refuse('too-many', { seconds: answer.retryAfter })
        : { done: true as const }
    }),
    resetPassword: onOpen(workspaceApi.resetPassword, async ({ token, password }, caller) => {
      if (isCommonPassword(password, '')) return refuse('weak-password', { min: PASSWORD_MIN })
      const answer = await auth.call('/reset-password', caller.headers, { token, newPassword: password })
      if (answer.status === 429) return refuse('too-many', { seconds: answer.retryAfter })
      if (answer.status >= 300) return refuse('bad-token')
      for (const cookie of answer.cookies) caller.setCookie(cookie)
      return { done: true as const }
    }),
  }
}

function placeRoutes({ config, db, http, bus, auth }: WorkspaceParts, { meAs, open, enter }: Reception) {
  return {
    me: onOpen(workspaceApi.me, async (_input, { person, headers }) => {
      assert(person, 'the guard lets nobody in without a session')
      return await meAs(person, chosenWorkspace(headers))
    }),
    updateMe: onOpen(workspaceApi.updateMe, async ({ name }, caller) => {
      assert(caller.person, 'the guard lets nobody in without a session')
      const answer = await auth.call('/update-user', caller.headers, { name })
      const no = refusalOf(answer)
      if (no) return no
      enter(caller, answer.cookies)
      const me = await meAs({ ...caller.person, name }, chosenWorkspace(caller.headers))
      for (const { id } of me.workspaces) {
        await http.tenant(id, (tx) => emit(tx, id, [{ kind: 'member.changed', ids: [id] }]))
        bus.call('live', id)
      }
      return me
    }),
    createWorkspace: onOpen(workspaceApi.createWorkspace, async ({ name, start, language, zone }, caller) => {
      assert(caller.person, 'the guard lets nobody in without a session')
      if (!isZone(zone)) return noZone()
      const owned = (await seatsOf(db, caller.person.id)).filter(({ role }) => role === 'owner')
      if (config.signUp === 'invited' && owned.length === 0) return refuse('sign-up-closed')
      if (owned.length >= OWNED_MAX) return refuse('workspaces-full', { max: OWNED_MAX })
      if (start === 'simulator' && !config.simulator) return refuse('channel-missing')
      const workspaceId = await open(caller.person.id, { name, start, language, zone })
      if (isRefusal(workspaceId)) return workspaceId
      enter(caller, [], workspaceId)
      return await meAs(caller.person, workspaceId)
    }),
    switchWorkspace: onOpen(workspaceApi.switchWorkspace, async ({ id }, caller) => {
      assert(caller.person, 'the guard lets nobody in without a session')
      const me = await meAs(caller.person, id)
      if (me.workspace?.id !== id) return refuse('not-found')
      enter(caller, [], id)
      return me
    }),
    updateWorkspace: on(workspaceApi.updateWorkspace, async (change, { seat, person }) => {
      if (change.zone && !isZone(change.zone)) return noZone()
      await http.tenant(seat.workspaceId, (tx) => updateWorkspace(tx, seat.workspaceId, change))
      const { workspace } = await meAs(person, seat.workspaceId)
      assert(workspace, 'the workspace was just changed')
      return workspace
    }),
  }
}

/** Does the work; where it refuses or fails, what was made for it is taken back, so that it can be tried again. */
async function orTakeBack<T>(
  work: () => Promise<T | Refusal>,
  takeBack: () => Promise<unknown>,
): Promise<T | Refusal> {
  let isDone = false
  try {
    const result = await work()
    isDone = !isRefusal(result)
    return result
  } finally {
    if (!isDone) await takeBack()
  }
}

/** What is wrong with a new account, whatever it is for. */
function unfit({
  zone,
  email,
  password,
}: Pick<NewPerson, 'zone' | 'email' | 'password'>): Refusal | undefined {
  if (!isZone(zone)) return noZone()
  if (email.toLowerCase().endsWith(`@${DEMO_HOST}`))
    return refuse('bad-input', { field: 'email', ...RESERVED })
  return isCommonPassword(password, email) ? refuse('weak-password', { min: PASSWORD_MIN }) : undefined
}

const RESERVED = {
  reason: 'reserved',
  reason_id: 'alamat ini dipakai sistem',
  reason_en: 'this address is the system’s own',
}
const MISSING = { reason: 'is missing', reason_id: 'belum diisi', reason_en: 'is missing' }

/** A host that no mail can reach: accounts of people who only try it. */
const DEMO_HOST = 'demo.invalid'

type NewPlace = {
  readonly name: string
  readonly zone: string
  readonly language: Language
  readonly start: 'simulator' | 'empty'
}
type Account = { readonly name: string; readonly email: string; readonly password: string }
type NewPerson = Omit<NewPlace, 'name'> & Account & { readonly business: string }

function refusalOf({ status, code, retryAfter }: AuthAnswer): Refusal | undefined {
  if (status < 300) return undefined
  if (code === PAUSED) return refuse('sign-in-paused', { seconds: retryAfter })
  if (status === 429) return refuse('too-many', { seconds: retryAfter })
  if (code.startsWith('USER_ALREADY_EXISTS')) return refuse('email-taken')
  if (code.includes('PASSWORD_TOO')) return refuse('weak-password', { min: PASSWORD_MIN })
  return status === 401 || status === 403
    ? refuse('wrong-password')
    : refuse('bad-input', { field: 'email', reason: code.toLowerCase() })
}

import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { numberApi } from '#core/whatsapp/number/api.ts'
import { ownNumberApi } from '#core/whatsapp/number/own-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { sql } from '#server/base/sql.ts'
import { examination } from '#server/whatsapp/doctor.ts'
import { tell } from '#server/whatsapp/lines.ts'
import {
  addNumber,
  profileOf,
  registerNumber,
  requestCode,
  saveProfile,
  setPin,
  verifyCode,
} from '#server/whatsapp/number/own.ts'
import { type GraphParts, syncNumbers } from '#server/whatsapp/number/sync.ts'
import { bumpSettings, channelOf, listAllNumbers, type NumberRow } from '#server/whatsapp/store.ts'

type NumberParts = GraphParts & { readonly http: Db; readonly bus: Bus; readonly jobs: Jobs }

/** The numbers of the account: read from Meta, and chosen. */
export function listedNumberRoutes(parts: NumberParts) {
  const { db, http, bus, jobs } = parts
  const all = async (workspaceId: string) =>
    (await http.tenant(workspaceId, (tx) => listAllNumbers(tx, workspaceId))).map(numberAs)
  return {
    numbers: on(numberApi.numbers, (_input, { seat }) => all(seat.workspaceId)),
    syncNumbers: on(numberApi.syncNumbers, async (_input, { seat: { workspaceId } }) => {
      const channel = await channelOf(db, workspaceId)
      if (!channel) return refuse('channel-missing')
      const synced = await syncNumbers(parts, channel)
      if (isRefusal(synced)) return synced
      tell(bus, workspaceId)
      return { ...synced, numbers: await all(workspaceId) }
    }),
    useNumber: on(numberApi.useNumber, async ({ id, used }, { seat: { workspaceId } }) => {
      const number = await http.tenant(workspaceId, async (tx) => {
        const known = (await listAllNumbers(tx, workspaceId)).find((one) => one.id === id)
        if (!known) return refuse('not-found')
        if (!used && known.bot_id) return refuse('number-in-use', { number: known.display })
        if (used && known.state === 'DELETED') return refuse('number-gone', { number: known.display })
        const changed = await tx.run(sql`
          update phone_number set used = ${used}
          where workspace_id = ${workspaceId} and id = ${id} and (${used} or bot_id is null)`)
        if (changed === 0) return refuse('number-in-use', { number: known.display })
        await bumpSettings(tx, workspaceId)
        await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [id] }])
        return { ...known, used }
      })
      if (isRefusal(number)) return number
      tell(bus, workspaceId)
      await jobs.enqueue(db, examination, { workspaceId })
      return numberAs(number)
    }),
  }
}

/** Numbers of one's own: added, verified, registered, and their profile. */
export function ownNumberRoutes(parts: NumberParts) {
  const { db, http, bus, jobs } = parts
  const after = async (workspaceId: string, id: string, no: Refusal | null) => {
    if (no) return no
    tell(bus, workspaceId)
    await jobs.enqueue(db, examination, { workspaceId })
    const rows = await http.tenant(workspaceId, (tx) => listAllNumbers(tx, workspaceId))
    const number = rows.find((one) => one.id === id)
    return number ? numberAs(number) : refuse('not-found')
  }
  return {
    addNumber: on(ownNumberApi.addNumber, async (wish, { seat: { workspaceId } }) => {
      const added = await addNumber(parts, workspaceId, wish)
      return isRefusal(added) ? added : await after(workspaceId, added.id, null)
    }),
    requestCode: on(ownNumberApi.requestCode, async (wish, { seat: { workspaceId } }) =>
      after(workspaceId, wish.id, await requestCode(parts, workspaceId, wish)),
    ),
    verifyCode: on(ownNumberApi.verifyCode, async (wish, { seat: { workspaceId } }) =>
      after(workspaceId, wish.id, await verifyCode(parts, workspaceId, wish)),
    ),
    registerNumber: on(ownNumberApi.registerNumber, async (wish, { seat: { workspaceId } }) =>
      after(workspaceId, wish.id, await registerNumber(parts, workspaceId, wish)),
    ),
    setPin: on(ownNumberApi.setPin, async (wish, { seat: { workspaceId } }) =>
      after(workspaceId, wish.id, await setPin(parts, workspaceId, wish)),
    ),
    profile: on(ownNumberApi.profile, ({ id }, { seat }) => profileOf(parts, seat.workspaceId, id)),
    saveProfile: on(ownNumberApi.saveProfile, ({ id, ...profile }, { seat }) =>
      saveProfile(parts, seat.workspaceId, id, profile),
    ),
  }
}

export function numberAs(row: NumberRow): PhoneNumber {
  return {
    id: row.id,
    graphId: row.graph_id,
    display: row.display,
    name: row.name,
    state: row.state,
    quality: row.quality,
    test: row.test,
    used: row.used,
    nameStatus: row.name_status,
    tier: row.tier,
    throughput: row.throughput,
    verification: row.verification,
    wantedName: row.wanted_name,
    nameReason: row.name_reason,
    nameAskedAt: row.name_asked_at,
    official: row.official,
    pinSet: row.pin_set,
    syncedAt: row.synced_at,
    bot: row.bot_id ? { id: row.bot_id, name: row.bot_name ?? '' } : null,
  }
}

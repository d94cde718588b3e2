import { refuse } from '#core/base/refusal.ts'
import { doctorApi } from '#core/whatsapp/doctor/api.ts'
import type { Db } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { type DoctorParts, examineChannel, lastCheckup } from '#server/whatsapp/doctor.ts'
import { toldNotices } from '#server/whatsapp/notice.ts'

export function doctorRoutes(parts: DoctorParts & { readonly http: Db }) {
  return {
    notices: on(doctorApi.notices, async (_input, { seat: { workspaceId } }) =>
      parts.http.tenant(workspaceId, (tx) => toldNotices(tx, workspaceId)),
    ),
    checkup: on(doctorApi.checkup, async (_input, { seat: { workspaceId } }) => ({
      checkup: await parts.http.tenant(workspaceId, (tx) => lastCheckup(tx, workspaceId)),
    })),
    examine: on(
      doctorApi.examine,
      async (_input, { seat }) =>
        (await examineChannel(parts, seat.workspaceId)) ?? refuse('channel-missing'),
    ),
  }
}

import { refuse } from '#core/base/refusal.ts'
import { accountApi } from '#core/workspace/account-api.ts'
import { onOpen } from '#server/base/http.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { isCommonPassword, PASSWORD_MIN } from '#server/workspace/password.ts'

/** One's own account: its password, and where one is signed in. */
export function ownAccountRoutes({ auth }: { readonly auth: Auth }) {
  return {
    changePassword: onOpen(accountApi.changePassword, async ({ current, password }, caller) => {
      if (isCommonPassword(password, caller.person?.email ?? ''))
        return refuse('weak-password', { min: PASSWORD_MIN })
      const answer = await auth.call('/change-password', caller.headers, {
        ...{ currentPassword: current, newPassword: password, revokeOtherSessions: true },
      })
      if (answer.status === 429) return refuse('too-many', { seconds: answer.retryAfter })
      if (answer.status === 401) return refuse('not-signed-in')
      if (answer.status >= 300) return refuse('password-mismatch')
      for (const cookie of answer.cookies) caller.setCookie(cookie)
      return { done: true as const }
    }),
    sessions: onOpen(accountApi.sessions, (_input, caller) => auth.sessions(caller.headers)),
    signOutOthers: onOpen(accountApi.signOutOthers, async (_input, caller) => {
      const { status } = await auth.call('/revoke-other-sessions', caller.headers, {})
      return status === 401 ? refuse('not-signed-in') : { done: true as const }
    }),
  }
}

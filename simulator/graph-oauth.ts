import { approvalOfCode, appWorld, isOver, useCode } from '#simulator/approval.ts'
import { type GraphCall, param, type Reply, unknownMethod } from '#simulator/graph-call.ts'
import type { Sim } from '#simulator/sim.ts'

/**
 * `GET /oauth/access_token`: exchanges the dialog's code, with Meta's words for everything that is wrong; with
 * `grant_type=client_credentials` it gives the app's own token.
 */
export function accessToken(sim: Sim, call: GraphCall): Reply {
  if (call.method !== 'GET' && call.method !== 'POST') return unknownMethod(call)
  const app = appWorld(sim, param(call, 'client_id'))
  if (!app)
    return {
      code: 101,
      message: 'Error validating application. Cannot get application info due to a system error.',
    }
  if (param(call, 'client_secret') !== app.appSecret)
    return { code: 1, message: 'Error validating client secret.', http: 400 }
  if (param(call, 'grant_type') === 'client_credentials')
    return { access_token: `${app.appId}|${app.appSecret}`, token_type: 'bearer' }
  const approval = approvalOfCode(app, param(call, 'code'))
  if (!approval) return { code: 100, message: 'Invalid verification code format.', subcode: 36_009 }
  if (approval.redirectUri !== param(call, 'redirect_uri')) {
    return {
      code: 100,
      message:
        'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      subcode: 36_008,
    }
  }
  if (approval.used) return { code: 100, message: 'This authorization code has been used.', subcode: 36_009 }
  if (isOver(sim, app, approval))
    return { code: 100, message: 'This authorization code has expired.', subcode: 36_007 }
  return { access_token: useCode(sim, app, approval), token_type: 'bearer' }
}

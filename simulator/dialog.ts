import type { FastifyReply, FastifyRequest } from 'fastify'
import { ASKED_SCOPES, approve, appWorld, worldsOfPerson } from '#simulator/approval.ts'
import { choicePage, DIALOG_CSS, messagePage, signInPage } from '#simulator/dialog-page.ts'
import { pageLanguage } from '#simulator/page.ts'
import type { Sim } from '#simulator/sim.ts'

type Query = Readonly<Record<string, string | undefined>>
type Asked = { readonly appId: string; readonly redirectUri: string; readonly state: string }

/**
 * Meta's sign-in dialog, `…/dialog/oauth`: whoever has the key of a world is its person, sees what that person manages, and
 * approves or cancels. No script.
 */
export function dialogDoor(sim: Sim, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const query = request.query as Query
  const asked = {
    appId: query.client_id ?? '',
    redirectUri: query.redirect_uri ?? '',
    state: query.state ?? '',
  }
  const app = appWorld(sim, asked.appId)
  const target = URL.parse(asked.redirectUri)
  const language = pageLanguage(request.headers)
  if (!app || !target || !/^https?:$/.test(target.protocol) || query.response_type !== 'code')
    return send(reply.code(400), messagePage(language), null)
  const form = formOf(request)
  const worlds = worldsOfPerson(sim, form.get('key') ?? '')
  const look = { language, appName: app.name } as const
  if (request.method === 'GET' || worlds.length === 0)
    return send(reply, signInPage({ ...look, isWrong: request.method === 'POST' }), target)
  const decision = form.get('decision')
  if (decision === null) {
    const page = choicePage({ ...look, key: form.get('key') ?? '', worlds, scopes: ASKED_SCOPES })
    return send(reply, page, target)
  }
  if (decision !== 'approve') return reply.redirect(cancelled(asked))
  const chosen = form.getAll('account')
  const worldIds = worlds.filter(({ wabaId }) => chosen.includes(wabaId)).map(({ id }) => id)
  const scopes = ASKED_SCOPES.filter((scope) => form.getAll('scope').includes(scope))
  const code = approve(sim, app, { redirectUri: asked.redirectUri, worldIds, scopes })
  return reply.redirect(back(asked, { code }))
}

export function serveDialogStyle(reply: FastifyReply): FastifyReply {
  return reply.type('text/css').send(DIALOG_CSS)
}

/** Meta's answer of a person who said no (Facebook Login: canceled login). */
function cancelled(asked: Asked): string {
  return back(asked, {
    error: 'access_denied',
    error_code: '200',
    error_description: 'Permissions error',
    error_reason: 'user_denied',
  })
}

function back({ redirectUri, state }: Asked, values: Readonly<Record<string, string>>): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...values, state })) url.searchParams.set(name, value)
  return url.href
}

function formOf({ body }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '')
}

/** The form may lead on to the address it was asked to come back to, and nowhere else. */
function send(reply: FastifyReply, page: string, target: URL | null): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self' ${target?.origin ?? ''}`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .send(page)
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { refuse } from '#core/base/refusal.ts'
import { callerLanguage, sendRefusal } from '#server/base/http.ts'

const ROOT = join(import.meta.dirname, '../dist/web')

/** Addresses that are never a page of the app. */
const NO_PAGE = /^\/(api|webhooks|sim|health|live|metrics|assets)\b/

/** Serves the built pages; every address that is no file and no API is a page of the app. */
export async function servePages(app: FastifyInstance): Promise<void> {
  const page = existsSync(join(ROOT, 'index.html')) ? readFileSync(join(ROOT, 'index.html')) : undefined
  const sendPage = (reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (page && wantsPage && !NO_PAGE.test(request.url)) return sendPage(reply)
    return sendRefusal(reply, refuse('not-found'), callerLanguage(request))
  })
  if (!page) return
  app.get('/', (_request, reply) => sendPage(reply))
  await app.register(fastifyStatic, {
    root: ROOT,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const forever = path.includes('/assets/')
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

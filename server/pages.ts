import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { refuse } from '#core/base/refusal.ts'
import { callerLanguage, sendRefusal } from '#server/base/http.ts'

const ROOT = join(import.meta.dirname, '../dist/web')

/** Serves the built pages; every address that is no file and no API is a page of the app. */
export async function servePages(app: FastifyInstance): Promise<void> {
  if (!existsSync(join(ROOT, 'index.html'))) return
  const page = readFileSync(join(ROOT, 'index.html'))
  await app.register(fastifyStatic, {
    root: ROOT,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  const sendPage = (reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  app.get('/', (_request, reply) => sendPage(reply))
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (wantsPage && !/^\/(api|webhooks|sim|health|live)\b/.test(request.url)) return sendPage(reply)
    return sendRefusal(reply, refuse('not-found'), callerLanguage(request))
  })
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '#core/base/refusal.ts'
import { takesGzip } from '#server/base/compress.ts'
import { callerLanguage, sendRefusal } from '#server/base/problem.ts'

const ROOT = join(import.meta.dirname, '../dist/web')

/** Addresses that are never a page of the app. */
const NO_PAGE = /^\/(api|webhooks|sim|health|live|metrics|assets)\b/

/** Serves the built pages; every address that is no file and no API is a page of the app. */
export async function servePages(app: FastifyInstance): Promise<void> {
  const page = read('index.html')
  const packed = read('index.html.gz')
  const sendPage = (request: FastifyRequest, reply: FastifyReply) => {
    reply
      .type('text/html; charset=utf-8')
      .headers({ 'cache-control': 'no-cache', vary: 'accept, accept-encoding' })
    return packed && takesGzip(request)
      ? reply.header('content-encoding', 'gzip').send(packed)
      : reply.send(page)
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (page && wantsPage && !NO_PAGE.test(request.url)) return sendPage(request, reply)
    reply.header('vary', 'accept, accept-language')
    return sendRefusal(reply, refuse('not-found'), callerLanguage(request))
  })
  if (!page) return
  app.get('/', (request, reply) => sendPage(request, reply))
  await app.register(fastifyStatic, {
    root: ROOT,
    serve: false,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    setHeaders: (reply, path) => {
      const forever = path.includes('/assets/')
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  // the plugin's own route reads the whole folder for every file it is asked for
  app.get<{ Params: { '*': string } }>('/*', ({ params }, reply) => reply.sendFile(`/${params['*']}`))
}

function read(file: string): Buffer | undefined {
  return existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file)) : undefined
}

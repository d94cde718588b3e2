import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Db } from '#server/base/db.ts'
import type { Live } from '#server/base/live.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { identifyBy, recheckBy } from '#server/workspace/session.ts'

type StreamParts = {
  readonly live: Live
  readonly auth: Auth
  readonly db: Db
  /** Our own address, whatever name a proxy in front calls us by. */
  readonly publicUrl: string
}

/** Opens the live stream to browsers that are signed in, come from our own pages, and have a seat. */
export function serveLive(app: FastifyInstance, { live, auth, db, publicUrl }: StreamParts): void {
  const identify = identifyBy(auth, db)
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    admit(request, socket, head).catch(() => refuseSocket(socket, '500 Internal Server Error'))
  })

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { origin, host, cookie } = request.headers
    if (request.url !== '/live') return refuseSocket(socket, '404 Not Found')
    const isOurs = origin === publicUrl || (URL.canParse(origin ?? '') && new URL(origin ?? '').host === host)
    if (!isOurs) return refuseSocket(socket, '403 Forbidden')
    const headers = new Headers({ cookie: cookie ?? '' })
    const who = await identify(headers)
    if (!who?.seat) return refuseSocket(socket, '401 Unauthorized')
    const { workspaceId } = who.seat
    live.upgrade(
      request,
      socket,
      head,
      { userId: who.person.id, name: who.person.name, workspaceId },
      recheckBy(auth, db, headers, workspaceId),
    )
  }
}

function refuseSocket(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

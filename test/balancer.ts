import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** What stands in front of several processes: gives each request to the next one that answers. */
export type Balancer = {
  readonly url: string
  readonly port: number
  /** Ports of the processes, in any order; those that do not answer are passed over. */
  readonly targets: number[]
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export async function openBalancer(): Promise<Balancer> {
  const targets: number[] = []
  let turn = 0
  const server = createServer((asked, reply) => void forward(asked, reply))
  async function forward(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of asked) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const first = turn++
    for (let n = 0; n < targets.length; n++) {
      const port = targets[(first + n) % targets.length] ?? 0
      if (await passOn(port, asked, body, reply)) return
    }
    reply.writeHead(502).end()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    targets,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** False when nobody was there; a call that broke in the middle is answered 502, as its fate is unknown. */
function passOn(port: number, asked: IncomingMessage, body: Buffer, reply: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const { method, url: path, headers } = asked
    const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(reply)
      answer.once('end', () => resolve(true))
      answer.once('error', () => {
        reply.destroy()
        resolve(true)
      })
    })
    call.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return resolve(false)
      if (!reply.headersSent) reply.writeHead(502).end()
      resolve(true)
    })
    call.end(body)
  })
}

import { readFileSync, writeFileSync } from 'node:fs'
import { isObject, parseJson } from '#core/base/json.ts'
import { type Carried, parted } from '#core/flow/bundle/parted.ts'
import { SAYS } from './wetalk-words.ts'

type Site = { readonly url: string; readonly email: string; readonly password: string }
type Language = 'id' | 'en'
type Ask = { readonly site: Site; readonly language: Language }
type Named = { readonly id: string; readonly name: string }

/** Longest wait for one answer of the server. */
const WAIT_MS = 60_000

/** Writes a bot, or else a flow, of that name into a file, or onto the screen; gives the exit code. */
export function exportFile({
  name,
  path,
  ...ask
}: Ask & { name: string; path: string | undefined }): Promise<number> {
  return reached(ask, async (call) => {
    const say = SAYS[ask.language]
    const find = async (what: string) =>
      ((await call('GET', `/api/${what}`)) as Named[]).find((one) => one.name === name)
    const bot = await find('bots')
    const found = bot ?? (await find('flows'))
    if (!found) {
      console.error(say.unknown(name))
      return 1
    }
    const file = await call('GET', `/api/${bot ? 'bots' : 'flows'}/${found.id}/export`)
    const text = `${JSON.stringify(file, null, 2)}\n`
    if (path === undefined) process.stdout.write(text)
    else {
      writeFileSync(path, text)
      console.error(say.saved(path))
    }
    return 0
  })
}

/** Brings a file in as drafts, in the bot of that name or as the server suggests; gives the exit code. */
export function importFile({
  path,
  bot,
  ...ask
}: Ask & { path: string; bot: string | undefined }): Promise<number> {
  return reached(ask, async (call) => {
    const say = SAYS[ask.language]
    const { file, carried } = parted(parseJson(readFileSync(path, 'utf8')))
    const bots = (await call('GET', '/api/bots')) as Named[]
    const known = bots.find(({ name }) => name === bot)
    const join = bot === undefined ? {} : { bot: known ? { id: known.id } : { name: bot } }
    const choices = { ...join, files: await uploaded(call, carried) }
    const done = (await call('POST', '/api/imports', { file, choices })) as Done
    for (const { name, errors } of done.flows) console.log(say.came(name, errors))
    for (const { what, flow, step = '', name = '' } of done.toFill)
      console.log(`  ${say.fill}: ${[what, flow, step, name].filter((part) => part !== '').join(' ')}`)
    return 0
  })
}

/** What a file carries, uploaded one by one. What the server does not take is told as something to put in, like any that is missing. */
async function uploaded(call: Call, carried: readonly Carried[]): Promise<{ key: string; as: string }[]> {
  const files: { key: string; as: string }[] = []
  for (const { key, name, mime, data } of carried) {
    const form = new FormData()
    form.set('file', new File([Buffer.from(data, 'base64')], name, { type: mime }))
    const got = await call('POST', '/api/files', form).catch(notTaken)
    if (isObject(got) && typeof got.id === 'string') files.push({ key, as: got.id })
  }
  return files
}

function notTaken(error: unknown): undefined {
  if (error instanceof Refused) return undefined
  throw error
}

/** The server said no, in its own words. */
class Refused extends Error {}

type Done = {
  readonly flows: readonly { readonly name: string; readonly errors: number }[]
  readonly toFill: readonly Readonly<Record<'what' | 'flow' | 'step' | 'name', string>>[]
}
type Call = (method: string, path: string, body?: unknown) => Promise<unknown>

/** Signs in and lets it be done; what the server refuses is said in its own words. */
async function reached({ site, language }: Ask, work: (call: Call) => Promise<number>): Promise<number> {
  const cookies: string[] = []
  const call: Call = async (method, path, body) => {
    const response = await fetch(new URL(path, site.url), {
      method,
      signal: AbortSignal.timeout(WAIT_MS),
      headers: {
        'accept-language': language,
        cookie: cookies.join('; '),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    cookies.push(...response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? ''))
    const answer = parseJson(await response.text())
    if (response.ok) return answer
    throw new Refused(
      isObject(answer) && typeof answer.detail === 'string' ? answer.detail : `HTTP ${response.status}`,
    )
  }
  try {
    await call('POST', '/api/sign-in', { email: site.email, password: site.password })
    return await work(call)
  } catch (error) {
    console.error(`✖ ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

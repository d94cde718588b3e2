import { DAY, MINUTE, type Millis } from '#core/base/time.ts'
import type { Link } from '#core/whatsapp/doctor/link.ts'
import { EXPIRY_STAGES } from '#core/whatsapp/doctor.ts'

/** A broken link is told when it has been so for this long: one failed look proves nothing. */
export const BROKEN_FOR: Millis = 10 * MINUTE
/** A link that breaks again and again is mailed about once in this time; the app shows it all the while. */
export const MAILED_AGAIN: Millis = DAY

/** What is told of one link, or waits to be sure. */
export type Notice = {
  readonly id: string
  readonly link: string
  readonly subject: string
  /** Days before the token's end; null: the link is broken. */
  readonly stage: number | null
  /** For a token: its end. */
  readonly at: Millis | null
  readonly since: Millis
  readonly toldAt: Millis | null
}

export type Told = {
  /** Notices that still hold. */
  readonly open: readonly Notice[]
  /** When each link, by `nameOf`, was last mailed about. */
  readonly mailedAt: Readonly<Record<string, Millis>>
  /** Links, by `nameOf`, that were whole at some time. */
  readonly whole: readonly string[]
}

export type NoticePlan = {
  readonly whole: readonly string[]
  /** Ids of what holds no more. */
  readonly settle: readonly string[]
  readonly start: readonly { readonly link: Link; readonly stage: number | null; readonly isTold: boolean }[]
  /** Ids of what is sure now. `mail`: by mail too. */
  readonly tell: readonly { readonly id: string; readonly mail: boolean }[]
}

/** Links that break because the token is over; telling that one is enough. */
const FOLLOW_TOKEN: readonly string[] = ['token', 'templates', 'sending', 'fields', 'subscription']

export function nameOf({ link, subject }: { readonly link: string; readonly subject: string }): string {
  return `${link} ${subject}`
}

/** The stage that a token's end has reached, see `EXPIRY_STAGES`; null: it is far. */
export function stageOf(expiresAt: Millis, now: Millis): number | null {
  const left = expiresAt - now
  if (left <= 0) return 0
  return EXPIRY_STAGES.findLast((stage) => stage > 0 && left <= stage * DAY) ?? null
}

/**
 * What people are to be told after a look at the chain: that a link broke which was whole, once it is sure; that a token runs out, once
 * at each stage. `now` is our clock, `metaNow` the one by which tokens end.
 */
export function planNotices(
  links: readonly Link[],
  told: Told,
  { now, metaNow }: { readonly now: Millis; readonly metaNow: Millis },
): NoticePlan {
  const parts = [expiryPlan(links, told, metaNow), ...links.map((link) => brokenPlan(link, links, told, now))]
  const names = new Set(links.map(nameOfLink))
  const gone = told.open.filter((notice) => !names.has(nameOf(notice)))
  return {
    whole: [...new Set([...told.whole, ...links.filter(isWhole).map(nameOfLink)])],
    settle: [...gone.map(({ id }) => id), ...parts.flatMap(({ settle = [] }) => settle)],
    start: parts.flatMap(({ start = [] }) => start),
    tell: parts.flatMap(({ tell = [] }) => tell),
  }
}

type Part = Partial<Omit<NoticePlan, 'whole'>>

function expiryPlan(links: readonly Link[], { open }: Told, metaNow: Millis): Part {
  const link = links.find(({ kind }) => kind === 'expiry')
  if (!link || link.state === 'unknown') return {}
  const mine = open.filter((notice) => notice.link === 'expiry')
  const stage = link.at === null ? null : stageOf(link.at, metaNow)
  const holds = mine.filter((notice) => stage !== null && notice.stage === stage && notice.at === link.at)
  const settle = mine.filter((notice) => !holds.includes(notice)).map(({ id }) => id)
  return stage === null || holds.length > 0 ? { settle } : { settle, start: [{ link, stage, isTold: true }] }
}

function brokenPlan(link: Link, links: readonly Link[], told: Told, now: Millis): Part {
  if (link.kind === 'expiry' || link.state === 'unknown') return {}
  const name = nameOfLink(link)
  const notice = told.open.find((one) => one.stage === null && nameOf(one) === name)
  if (link.state !== 'broken') return notice ? { settle: [notice.id] } : {}
  if (!notice) {
    const isNews = told.whole.includes(name) && !followsToken(link, links) && !followsPayment(link, links)
    return isNews ? { start: [{ link, stage: null, isTold: false }] } : {}
  }
  if (notice.toldAt !== null || now - notice.since < BROKEN_FOR) return {}
  const mailedAt = told.mailedAt[name]
  return { tell: [{ id: notice.id, mail: mailedAt === undefined || now - mailedAt >= MAILED_AGAIN }] }
}

function followsToken({ kind }: Link, links: readonly Link[]): boolean {
  return FOLLOW_TOKEN.includes(kind) && links.some(({ find }) => find === 'expiry.over')
}

/** That templates stand still for the payment is told as the payment alone. */
function followsPayment({ find }: Link, links: readonly Link[]): boolean {
  return find === 'sending.partly' && links.some((link) => link.find === 'payment.refused')
}

function nameOfLink({ kind, subject }: Link): string {
  return nameOf({ link: kind, subject: subject ?? '' })
}

const isWhole = ({ state }: Link) => state === 'ok' || state === 'warning'

import type { Effect } from '#core/flow/effect.ts'
import { crewAfter, memberIn, teamIn } from '#core/workspace/crew.ts'
import { newId } from '#server/base/id.ts'
import { assignedLine, eventLine, STATUS_LINES } from '#server/chat/record.ts'
import type { DeskChat, Page } from '#server/flow/page.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>

/** Gives the chat to somebody, and tells it in the thread; what is so already is left. */
export function assign(page: Page, at: DeskChat, { to }: Of<'assign'>): null {
  const { ledger, now } = page
  if (to.team !== null) ledger.isGiving = true
  if (to.member === at.assigned.member && to.team === at.assigned.team) return null
  if (ledger.crew) ledger.crew = crewAfter(ledger.crew, at.assigned, to)
  at.assigned = to
  ledger.given.set(at.chat.id, to)
  const names = {
    member: (ledger.crew && memberIn(ledger.crew, to.member)?.name) ?? null,
    team: (ledger.crew && teamIn(ledger.crew, to.team)?.name) ?? null,
  }
  ledger.messages.push(assignedLine(at.chat.id, names, null, now))
  return null
}

/** As the inbox does it: what is put off or done is read too. */
export function setStatus(page: Page, { chat }: DeskChat, { status }: Of<'setStatus'>): null {
  if (chat.status === status) return null
  chat.status = status
  if (status !== 'open') chat.unread = 0
  page.ledger.messages.push(eventLine(chat.id, STATUS_LINES[status], page.now))
  return null
}

export function resumeBot(page: Page, { chat }: DeskChat): null {
  if (!chat.botPaused) return null
  chat.botPaused = false
  chat.pausedUntil = null
  page.ledger.messages.push(eventLine(chat.id, 'bot.resumed', page.now))
  return null
}

/** Tells members, on their screens, by mail and on WhatsApp; an account that somebody only tries has no address. Gives the messages. */
export function notify(
  page: Page,
  { chat }: DeskChat,
  { members, text, onScreen, byMail, byWhatsapp }: Of<'notify'>,
): readonly string[] {
  const { ledger, contact, library } = page
  const said: string[] = []
  for (const id of members) {
    if (onScreen) ledger.notices.push({ id: newId(), member_id: id, chat_id: chat.id, text })
    const member = ledger.crew && memberIn(ledger.crew, id)
    if (byWhatsapp && member?.hasWhatsapp && text.trim() !== '') {
      const told = newId()
      said.push(told)
      ledger.tellings.push({ id: told, memberId: id, about: chat.id, text })
    }
    const email = member?.email
    if (!byMail || !email || email.endsWith('@demo.invalid')) continue
    const who = contact.name || contact.phone || ''
    ledger.mails.push({ to: email, subject: `${library.workspace.name}: ${who}`, text })
  }
  return said
}

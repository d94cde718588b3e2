import type { Effect } from '#core/flow/effect.ts'
import { crewAfter, memberIn, teamIn } from '#core/workspace/crew.ts'
import { newId } from '#server/base/id.ts'
import { assignedLine, eventLine, STATUS_LINES } from '#server/chat/record.ts'
import type { DeskChat, Page } from '#server/flow/page.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>

/** Gives the chat to somebody, and tells it in the thread; what is so already is left. */
export function assign(page: Page, at: DeskChat, { to }: Of<'assign'>): null {
  const { changes, now } = page
  if (to.team !== null) changes.isGiving = true
  if (to.member === at.assigned.member && to.team === at.assigned.team) return null
  if (changes.crew) changes.crew = crewAfter(changes.crew, at.assigned, to)
  at.assigned = to
  changes.given.set(at.chat.id, to)
  const names = {
    member: (changes.crew && memberIn(changes.crew, to.member)?.name) ?? null,
    team: (changes.crew && teamIn(changes.crew, to.team)?.name) ?? null,
  }
  changes.messages.push(assignedLine(at.chat.id, names, null, now))
  return null
}

/** As the inbox does it: what is put off or done is read too. */
export function setStatus(page: Page, { chat }: DeskChat, { status }: Of<'setStatus'>): null {
  if (chat.status === status) return null
  chat.status = status
  if (status !== 'open') chat.unread = 0
  page.changes.messages.push(eventLine(chat.id, STATUS_LINES[status], page.now))
  return null
}

export function resumeBot(page: Page, { chat }: DeskChat): null {
  if (!chat.botPaused) return null
  chat.botPaused = false
  chat.pausedUntil = null
  page.changes.messages.push(eventLine(chat.id, 'bot.resumed', page.now))
  return null
}

/** Tells members, on their screens, by mail and on WhatsApp; an account that somebody only tries has no address. Gives the messages. */
export function notify(
  page: Page,
  { chat }: DeskChat,
  { members, text, onScreen, byMail, byWhatsapp }: Of<'notify'>,
): readonly string[] {
  const { changes, contact, library } = page
  const said: string[] = []
  for (const id of members) {
    if (onScreen) changes.notices.push({ id: newId(), member_id: id, chat_id: chat.id, text })
    const member = changes.crew && memberIn(changes.crew, id)
    if (byWhatsapp && member?.hasWhatsapp && text.trim() !== '') {
      const told = newId()
      said.push(told)
      changes.tellings.push({ id: told, memberId: id, about: chat.id, text })
    }
    const email = member?.email
    if (!byMail || !email || email.endsWith('@demo.invalid')) continue
    const who = contact.name || contact.phone || ''
    changes.mails.push({ to: email, subject: `${library.workspace.name}: ${who}`, text })
  }
  return said
}

import { createHash } from 'node:crypto'
import { wordsIn } from '#core/flow/answer/answer.ts'
import type { Here } from '#core/flow/person.ts'
import type { Facts } from '#core/flow/run.ts'
import type { InboxRow } from '#server/flow/claim.ts'
import { type Cast, castOf, choiceFor } from '#server/flow/library.ts'
import type { Page } from '#server/flow/page.ts'

/** Which bot, or which draft, answers the contact of a row. */
export function castFor({ library, contact }: Page, row: InboxRow): Cast | undefined {
  return castOf(library, row.phone_number_id, contact)
}

/** What the interpreter may know for a row of the inbox. Who works here is looked up for the batch once somebody asks. */
export function factsFor(page: Page, row: InboxRow, flowId: string | undefined): Facts {
  const { contact, library, now } = page
  const at = page.chats.get(row.phone_number_id)
  const preview = castFor(page, row)?.preview
  return {
    now,
    random: (draw) => randomOf(`${row.event_id ?? ''}:${row.seq}:${draw}`),
    person: {
      name: contact.name,
      phone: contact.phone ?? '',
      fields: contact.fields,
      tags: contact.tags,
      lastInboundAt: at?.chat.lastInboundAt ?? null,
      language: contact.language,
      zone: contact.zone,
      stoppedMarketing: contact.marketing?.stopped ?? false,
      ...(at && { assigned: at.assigned, adAt: at.adAt }),
    },
    segments: library.segments,
    get crew() {
      page.changes.crewWanted = true
      return page.changes.crew ?? undefined
    },
    catalogue: library.catalogue,
    bot: page.changes.bot,
    here: hereOf(page, row, flowId),
    workspace: library.workspace,
    definitionOf: (version) => library.versions.get(version)?.definition,
    publishedOf: (flow) =>
      flow === preview?.flowId ? preview.versionId : choiceFor(library, flow, contact.id)?.version,
  }
}

function hereOf({ library, chats }: Page, row: InboxRow, flowId: string | undefined): Here {
  const number = library.numbers.get(row.phone_number_id)
  const last = chats.get(row.phone_number_id)?.chat.last
  return {
    lastMessage:
      row.kind === 'message' ? (wordsIn(row.payload.content) ?? '') : last && !last.out ? last.text : '',
    numberId: row.phone_number_id,
    isTestNumber: number?.test ?? false,
    number: number?.display ?? '',
    numberName: number?.name ?? '',
    flow: library.names.get(flowId ?? '') ?? '',
  }
}

/** A draw that a repeat of the same batch makes again: the same number for the same happening. */
function randomOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32
}

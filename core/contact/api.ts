import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Language } from '#core/base/language.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { cleanName } from '#core/base/text.ts'
import { FIELD_TYPES, FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import { HEADING_MAX, PIECE_MAX } from '#core/contact/list.ts'
import { MARKETING_SOURCES, MARKETING_WORD_CHARS_MAX, MARKETING_WORDS_MAX } from '#core/contact/marketing.ts'

const Word = z.string().trim().min(1).max(MARKETING_WORD_CHARS_MAX)
/** What a customer writes, and nothing else, to stop marketing or to allow it again; case and punctuation do not count. */
export const MarketingWords = z.object({
  stop: z.array(Word).max(MARKETING_WORDS_MAX),
  resume: z.array(Word).max(MARKETING_WORDS_MAX),
})
export type MarketingWords = z.infer<typeof MarketingWords>

export const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/)
const FieldValue = z.string().max(FIELD_VALUE_MAX)
const FieldWords = {
  label: z.string().trim().min(1).max(80),
  folder: z.string().trim().max(40).default(''),
  description: z.string().trim().max(300).default(''),
}

/** A custom field. `key` is its name in `{{ merge_fields }}`; `id` never changes, and values stand under it. */
export const Field = z.object({
  id: FieldKey,
  key: FieldKey,
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  /** A value of each contact, or one value of the whole bot. */
  scope: z.enum(['contact', 'bot']),
  folder: z.string(),
  description: z.string(),
  /** Names that it had: texts of published flows go on using them. */
  former: z.array(z.string()),
  /** Only of bot fields: what it begins with, and what it is now. */
  default: z.string(),
  value: z.string(),
})
export type Field = z.infer<typeof Field>

export const NewField = z.object({
  key: FieldKey,
  ...FieldWords,
  type: z.enum(FIELD_TYPES),
  scope: z.enum(['contact', 'bot']).default('contact'),
  default: FieldValue.default(''),
})
export type NewField = z.infer<typeof NewField>

export const Contact = z.object({
  id: Id,
  name: z.string(),
  /** What WhatsApp calls them. */
  profileName: z.string(),
  phone: z.string().nullable(),
  /** By field id, each in the form of its type. */
  fields: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  /** Their own; null: the workspace's. */
  language: Language.nullable(),
  zone: z.string().nullable(),
  /** Whether they want marketing messages, who said so and when; null: nobody ever said. */
  marketing: z.object({ stopped: z.boolean(), by: z.enum(MARKETING_SOURCES), at: z.number() }).nullable(),
  createdAt: z.number(),
})
export type Contact = z.infer<typeof Contact>

/** A contact as the list shows it, over its chats with all numbers. Times of the channel; `now` too. */
export const ListedContact = Contact.extend({
  /** When something was last said, by either; null: nothing yet. */
  lastAt: z.number().nullable(),
  /** End of the 24-hour window that closes last; null: never opened. */
  windowEndsAt: z.number().nullable(),
  now: z.number(),
})
export type ListedContact = z.infer<typeof ListedContact>

const Count = z.number().int()

/** A piece of whole lines of a list: a CSV, or what was copied from a spreadsheet. */
export const ListPiece = z.object({
  text: z.string().max(PIECE_MAX),
  /** The number of its first line. */
  line: z.number().int().min(1).max(1_000_000),
  /** The first line of the file, which says what the columns hold. */
  heading: z.string().max(HEADING_MAX),
})
export type ListPiece = z.infer<typeof ListPiece>

/** What came of it. */
export const ListTaken = z.object({
  added: Count,
  /** Numbers that were known already. */
  repeated: Count,
  bad: z.array(z.object({ line: Count, text: z.string(), id: z.string(), en: z.string() })),
  /** Headings of columns that fill nothing. */
  unused: z.array(z.string()),
  /** Values that are none of their field's type, and were left out. */
  unread: Count,
})
export type ListTaken = z.infer<typeof ListTaken>

const tag = 'contact'

export const contactApi = {
  contacts: endpoint({
    method: 'GET',
    path: '/api/contacts',
    allow: 'agent',
    tag,
    summary: 'Contacts, newest first',
  })
    .input(
      z.object({ search: z.string().max(100).optional(), tag: z.string().max(50).optional(), ...PageAsk }),
    )
    .output(pageOf(ListedContact)),
  /** Who is known is found by the number and keeps their name; fields are laid over theirs, tags are added. It begins no flow. */
  importContacts: endpoint({
    method: 'POST',
    path: '/api/contacts/import',
    allow: 'admin',
    tag,
    summary: 'Take in a piece of a list of contacts',
  })
    .input(ListPiece.extend({ tags: z.array(z.string().trim().min(1).max(50)).max(20).default([]) }))
    .output(ListTaken),
  exportContacts: endpoint({
    method: 'GET',
    path: '/api/contacts/export',
    allow: 'admin',
    tag,
    summary: 'Contacts as CSV, piece by piece',
  })
    .input(
      z.object({
        search: z.string().max(100).optional(),
        tag: z.string().max(50).optional(),
        cursor: Id.optional(),
      }),
    )
    .output(z.object({ name: z.string(), text: z.string(), cursor: z.string().nullable() })),
  contact: endpoint({
    method: 'GET',
    path: '/api/contacts/{id}',
    allow: 'agent',
    tag,
    summary: 'One contact',
  })
    .input(z.object({ id: Id }))
    .output(Contact),
  updateContact: endpoint({
    method: 'PATCH',
    path: '/api/contacts/{id}',
    allow: 'agent',
    tag,
    summary: 'Change name, fields, tags',
  })
    .input(
      z.object({
        id: Id,
        name: z.string().max(800).transform(cleanName).pipe(z.string().max(200)).optional(),
        /** By field id. A null value clears the field; fields not named stay; a value that is none of its type is refused. */
        fields: z.record(FieldKey, FieldValue.nullable()).optional(),
        language: Language.nullable().optional(),
        addTags: z.array(z.string().trim().min(1).max(50)).max(20).optional(),
        removeTags: z.array(z.string().max(50)).max(20).optional(),
        /** A member takes back only what a member stopped. */
        marketing: z.enum(['stop', 'resume']).optional(),
      }),
    )
    .output(Contact),
  fields: endpoint({
    method: 'GET',
    path: '/api/fields',
    allow: 'agent',
    tag,
    summary: 'Custom fields, contacts’ and bots’, and known tags',
  }).output(z.object({ fields: z.array(Field), tags: z.array(z.string()) })),
  createField: endpoint({
    method: 'POST',
    path: '/api/fields',
    allow: 'agent',
    tag,
    summary: 'Add a custom field',
  })
    .input(NewField)
    .output(Field),
  /** Its type, id and key stay. `value` null: back to its default. */
  updateField: endpoint({
    method: 'PATCH',
    path: '/api/fields/{id}',
    allow: 'admin',
    tag,
    summary: 'Describe a field, put it in a folder, set a bot field',
  })
    .input(
      z.object({
        id: FieldKey,
        label: FieldWords.label.optional(),
        folder: z.string().trim().max(40).optional(),
        description: z.string().trim().max(300).optional(),
        default: FieldValue.optional(),
        value: FieldValue.nullable().optional(),
      }),
    )
    .output(Field),
  marketingWords: endpoint({
    method: 'GET',
    path: '/api/marketing-words',
    allow: 'agent',
    tag,
    summary: 'Words by which customers stop marketing',
  }).output(MarketingWords),
  saveMarketingWords: endpoint({
    method: 'PUT',
    path: '/api/marketing-words',
    allow: 'admin',
    tag,
    summary: 'Change the words by which customers stop marketing',
  })
    .input(MarketingWords)
    .output(MarketingWords),
}

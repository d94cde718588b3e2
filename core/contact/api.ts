import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { MARKETING_SOURCES, MARKETING_WORD_CHARS_MAX, MARKETING_WORDS_MAX } from '#core/contact/marketing.ts'

const Word = z.string().trim().min(1).max(MARKETING_WORD_CHARS_MAX)
/** What a customer writes, and nothing else, to stop marketing or to allow it again; case and punctuation do not count. */
export const MarketingWords = z.object({
  stop: z.array(Word).max(MARKETING_WORDS_MAX),
  resume: z.array(Word).max(MARKETING_WORDS_MAX),
})
export type MarketingWords = z.infer<typeof MarketingWords>

export const FIELD_TYPES = ['text', 'number', 'date', 'choice', 'yesno'] as const
export const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/)
/** A custom field of contacts; `key` is its name in `{{ merge_fields }}`. Values are kept as text. */
export const Field = z.object({ key: FieldKey, label: z.string().max(80), type: z.enum(FIELD_TYPES) })
export type Field = z.infer<typeof Field>

export const Contact = z.object({
  id: Id,
  name: z.string(),
  /** What WhatsApp calls them. */
  profileName: z.string(),
  phone: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  /** Whether they want marketing messages, who said so and when; null: nobody ever said. */
  marketing: z.object({ stopped: z.boolean(), by: z.enum(MARKETING_SOURCES), at: z.number() }).nullable(),
  createdAt: z.number(),
})
export type Contact = z.infer<typeof Contact>

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
    .output(pageOf(Contact)),
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
        name: z.string().trim().max(200).optional(),
        /** A null value clears the field; fields not named stay. */
        fields: z.record(FieldKey, z.string().max(4000).nullable()).optional(),
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
    summary: 'Custom fields and known tags',
  }).output(z.object({ fields: z.array(Field), tags: z.array(z.string()) })),
  createField: endpoint({
    method: 'POST',
    path: '/api/fields',
    allow: 'agent',
    tag,
    summary: 'Add a custom field',
  })
    .input(Field)
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

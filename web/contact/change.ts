import type { Contact } from '#core/contact/api.ts'

export type ContactChange = {
  readonly name?: string
  readonly fields?: Readonly<Record<string, string | null>>
  readonly addTags?: string[]
  readonly removeTags?: string[]
  /** What becomes of it only the server knows. */
  readonly marketing?: 'stop' | 'resume'
}

/** What the contact will be: fields set to null disappear, tags stay unique. */
export function withChange(before: Contact, change: ContactChange): Contact {
  const fields = { ...before.fields }
  for (const [key, value] of Object.entries(change.fields ?? {})) {
    if (value === null) delete fields[key]
    else fields[key] = value
  }
  const kept = before.tags.filter((tag) => !change.removeTags?.includes(tag))
  const tags = [...new Set([...kept, ...(change.addTags ?? [])])]
  return { ...before, name: change.name ?? before.name, fields, tags }
}

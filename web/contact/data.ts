import type { Contact } from '#core/contact/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { type ContactChange, withChange } from '#web/contact/change.ts'

/** Changes a contact on screen at once; when the server says no, everything goes back and the error is thrown. */
export async function changeContact(before: Contact, change: ContactChange): Promise<void> {
  const key = orpc.contact.contact.queryKey({ input: { id: before.id } })
  queryClient.setQueryData(key, withChange(before, change))
  try {
    const { fields, ...rest } = change
    const after = await client.contact.updateContact({
      id: before.id,
      ...rest,
      ...(fields ? { fields: { ...fields } } : {}),
    })
    queryClient.setQueryData(key, after)
    if (change.addTags) void queryClient.invalidateQueries({ queryKey: orpc.contact.fields.key() })
  } catch (error) {
    queryClient.setQueryData(key, before)
    throw error
  }
}

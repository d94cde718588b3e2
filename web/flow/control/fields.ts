import { useMutation, useQuery } from '@tanstack/react-query'
import { orpc, queryClient } from '#web/base/query.ts'

/** What every text may merge besides the workspace's custom fields (core/flow/merge.ts, `KNOWN_NAMES`). */
export const BUILT_IN = ['first_name', 'name', 'phone', 'workspace_name'] as const

/** The workspace's custom fields and tags; empty until they are here. */
export function useFields() {
  const { data } = useQuery(orpc.contact.fields.queryOptions())
  return { fields: data?.fields ?? [], tags: data?.tags ?? [] }
}

/** Adds a custom field named by what was typed; resolves to its key. */
export function useCreateField() {
  return useMutation(
    orpc.contact.createField.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.contact.fields.key() }),
    }),
  )
}

/** A label as a field key: "Nomor pesanan" → nomor_pesanan; empty when no letter is left. */
export function keyOf(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50)
}

/** The workspace's time zone: what a new rule or wait begins with; this device's until it is known. */
export function useZone(): string {
  const zone = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.zone
  return zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

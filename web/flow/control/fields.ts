import { useMutation, useQuery } from '@tanstack/react-query'
import { useContext, useMemo, useSyncExternalStore } from 'react'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import { type Local, localsOf, withLocals } from '#core/flow/local/local.ts'
import { SYSTEM_FIELDS, SYSTEM_NAMES } from '#core/flow/text/system.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { FlowContext } from '#web/flow/flow-context.ts'
import type { Words } from '#web/flow/model/words.ts'
import { useWords } from '#web/flow/use-words.ts'

/** The workspace's custom fields, of contacts and of the bot, and tags; empty until they are here. The catalogue also knows the names of the flow's own runs. */
export function useFields() {
  const { data } = useQuery(orpc.contact.fields.queryOptions())
  const fields = data?.fields ?? NONE
  const locals = useLocals()
  const catalogue = useMemo(() => withLocals(catalogueOf(fields), locals), [fields, locals])
  return { fields, catalogue, tags: data?.tags ?? [] }
}
const NONE: never[] = []

/** The names that live in the runs of the flow that is edited; none outside of the builder. */
export function useLocals(): readonly Local[] {
  const store = useContext(FlowContext)
  return useSyncExternalStore(store?.subscribe ?? deaf, () => {
    if (!store) return NONE
    const { viewing, drawing } = store.getState()
    return localsOf((viewing?.drawing ?? drawing).definition)
  })
}

function deaf(): () => void {
  return () => undefined
}

/** What such a name is called. */
export function localLabel({ name, use }: Local, words: Words): string {
  return words(`local.${use}`, { key: name.slice(name.indexOf('_') + 1) })
}

/** A name that texts, conditions and formulas may read. */
export type Readable = { readonly key: string; readonly label: string; readonly type: FieldType }

/** Every such name: those of the run and the fields first, then what the system knows and no field is called. */
export function useReadables(): readonly Readable[] {
  const words = useWords()
  const { fields } = useFields()
  const locals = useLocals()
  const own = new Set([...fields.map(({ key }) => key), ...locals.map(({ name }) => name)])
  return [
    ...locals.map((local) => ({ key: local.name, label: localLabel(local, words), type: local.type })),
    ...fields.map(({ key, label, type }) => ({ key, label, type })),
    ...SYSTEM_NAMES.filter((name) => !own.has(name)).map((name) => ({
      key: name,
      label: words(`field.${name}`),
      type: SYSTEM_FIELDS[name],
    })),
  ]
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

import { useQuery } from '@tanstack/react-query'
import type { Chat } from '#core/chat/api.ts'
import type { SimCustomer, SimNumber } from '#core/whatsapp/sim-view.ts'
import { orpc } from '#web/base/query.ts'

const FOUND_MAX = 20

/** The workspace's own chat with this customer on this number; undefined until they have written. */
export function useChatOf(
  customer: SimCustomer | undefined,
  number: SimNumber | undefined,
): Chat | undefined {
  const search = customer?.usernameOnly ? customer.name : customer?.waId
  const enabled = search !== undefined
  const ask = (filter: 'open' | 'resolved') =>
    orpc.chat.chats.queryOptions({
      input: { filter, limit: FOUND_MAX, ...(search ? { search } : {}) },
      enabled,
    })
  const open = useQuery(ask('open')).data?.items ?? []
  const resolved = useQuery(ask('resolved')).data?.items ?? []
  const ours = useQuery(orpc.whatsapp.channel.queryOptions()).data?.numbers.find(
    ({ graphId }) => graphId === number?.id,
  )
  if (!customer || !ours) return undefined
  return [...open, ...resolved].find((chat) => chat.number.id === ours.id && isOf(chat, customer))
}

function isOf(chat: Chat, customer: SimCustomer): boolean {
  const digits = chat.contact.phone?.replace(/\D/g, '')
  return digits ? digits === customer.waId : chat.contact.name === customer.name
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  CircleHelp,
  Languages,
  type LucideIcon,
  MessageSquare,
  Smartphone,
  SunMoon,
  UserRound,
  Workflow,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { setLanguage, useLanguage } from '#web/base/i18n.ts'
import { shownPhone } from '#web/base/phone.ts'
import { orpc } from '#web/base/query.ts'
import { setTheme } from '#web/base/theme.ts'
import { useBaseWords } from '#web/base/words.ts'
import { PLACES, usePlaceHere } from '#web/navigation.ts'

export type Hit = {
  readonly key: string
  readonly group: 'palettePages' | 'paletteActions' | 'paletteFlows' | 'paletteChats' | 'paletteContacts'
  readonly label: string
  readonly Icon: LucideIcon
  readonly note?: string
  readonly keys?: string
  readonly run: () => void
}

const TYPING_MS = 120
const LETTERS_MIN = 2
const PER_GROUP_MAX = 6

/** What the palette offers for a query: pages and actions at once, flows, chats and contacts from two letters on. */
export function useHits(query: string, onShortcuts: () => void): readonly Hit[] {
  const fixed = useFixedHits(onShortcuts)
  const typed = query.trim()
  const settled = useSettled(typed)
  const { hits: found, isOld } = useFoundHits(settled)
  const needle = typed.toLowerCase()
  const near = fixed.filter((hit) => hit.label.toLowerCase().includes(needle))
  if (needle.length < LETTERS_MIN) return near
  const isBehind = isOld || settled !== typed
  return [...near, ...found.filter((hit) => matches(hit, needle, isBehind))]
}

function useFixedHits(onShortcuts: () => void): readonly Hit[] {
  const t = useBaseWords()
  const navigate = useNavigate()
  const language = useLanguage()
  const isHere = usePlaceHere()
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world
  const act = (key: string, label: string, Icon: LucideIcon, run: () => void): Hit => ({
    key,
    group: 'paletteActions',
    label,
    Icon,
    run,
  })
  return [
    ...PLACES.filter(isHere).map((place) => ({
      key: place.to,
      group: 'palettePages' as const,
      label: t(place.word),
      Icon: place.Icon,
      keys: `G ${place.key}`,
      run: () => void navigate({ to: place.to }),
    })),
    ...(world
      ? [act('simulate', t('openSimulator'), Smartphone, () => void navigate({ to: '/simulator' }))]
      : []),
    act('theme', t('toggleTheme'), SunMoon, () =>
      setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
    ),
    act('language', t('toggleLanguage'), Languages, () => void setLanguage(language === 'id' ? 'en' : 'id')),
    { ...act('keys', t('shortcuts'), CircleHelp, onShortcuts), keys: '?' },
  ]
}

/** What was found, and whether that is still for what was typed before. */
function useFoundHits(search: string): { readonly hits: readonly Hit[]; readonly isOld: boolean } {
  const navigate = useNavigate()
  const enabled = search.length >= LETTERS_MIN
  const asked = { enabled, placeholderData: keepPreviousData }
  const flows = useQuery(orpc.flow.flows.queryOptions({ enabled })).data ?? []
  const input = { search, limit: PER_GROUP_MAX }
  const chatPage = useQuery(orpc.chat.chats.queryOptions({ ...asked, input }))
  const contactPage = useQuery(orpc.contact.contacts.queryOptions({ ...asked, input }))
  const chats = chatPage.data?.items ?? []
  const contacts = contactPage.data?.items ?? []
  const hits = [
    ...flows.map((flow) => ({
      key: `flow-${flow.id}`,
      group: 'paletteFlows' as const,
      label: flow.name,
      Icon: Workflow,
      run: () => void navigate({ to: '/flows/$id', params: { id: flow.id } }),
    })),
    ...chats.map((chat) => ({
      key: `chat-${chat.id}`,
      group: 'paletteChats' as const,
      label: chat.contact.name,
      note: chat.last?.text ?? '',
      Icon: MessageSquare,
      run: () => void navigate({ to: '/inbox/$id', params: { id: chat.id } }),
    })),
    ...contacts.map((contact) => ({
      key: `contact-${contact.id}`,
      group: 'paletteContacts' as const,
      label: contact.name || contact.profileName,
      note: contact.phone ? shownPhone(contact.phone) : '',
      Icon: UserRound,
      run: () => void navigate({ to: '/contacts/$id', params: { id: contact.id } }),
    })),
  ]
  return { hits, isOld: chatPage.isPlaceholderData || contactPage.isPlaceholderData }
}

/**
 * Flows are searched here; chats and contacts come searched from the server. While the answer is behind what is typed, they count by
 * their names, so that Enter never opens somebody else.
 */
function matches({ group, label }: Hit, needle: string, isBehind: boolean): boolean {
  return (group !== 'paletteFlows' && !isBehind) || label.toLowerCase().includes(needle)
}

/** The text once typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

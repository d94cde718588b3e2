import { useQuery } from '@tanstack/react-query'
import {
  Bot,
  Coins,
  FileText,
  House,
  Inbox,
  ListOrdered,
  type LucideIcon,
  Megaphone,
  Radio,
  Settings,
  Smartphone,
  Users,
  Workflow,
} from 'lucide-react'
import { orpc } from '#web/base/query.ts'

export type Place = {
  readonly to:
    | '/home'
    | '/inbox'
    | '/contacts'
    | '/flows'
    | '/bots'
    | '/sequences'
    | '/templates'
    | '/broadcasts'
    | '/channels'
    | '/costs'
    | '/simulator'
    | '/settings'
  readonly word:
    | 'home'
    | 'inbox'
    | 'contacts'
    | 'flows'
    | 'bots'
    | 'sequences'
    | 'templates'
    | 'broadcasts'
    | 'channels'
    | 'costs'
    | 'simulator'
    | 'settings'
  readonly Icon: LucideIcon
  /** Pressed after G. */
  readonly key: string
}
type Group = { readonly word: 'automation' | 'workspace' | null; readonly places: readonly Place[] }

const HOME: Place = { to: '/home', word: 'home', Icon: House, key: 'B' }
const INBOX: Place = { to: '/inbox', word: 'inbox', Icon: Inbox, key: 'K' }
const CONTACTS: Place = { to: '/contacts', word: 'contacts', Icon: Users, key: 'P' }
const FLOWS: Place = { to: '/flows', word: 'flows', Icon: Workflow, key: 'F' }
const BOTS: Place = { to: '/bots', word: 'bots', Icon: Bot, key: 'O' }
const SEQUENCES: Place = { to: '/sequences', word: 'sequences', Icon: ListOrdered, key: 'R' }
const TEMPLATES: Place = { to: '/templates', word: 'templates', Icon: FileText, key: 'T' }
const BROADCASTS: Place = { to: '/broadcasts', word: 'broadcasts', Icon: Megaphone, key: 'S' }
const CHANNELS: Place = { to: '/channels', word: 'channels', Icon: Radio, key: 'C' }
const COSTS: Place = { to: '/costs', word: 'costs', Icon: Coins, key: 'I' }
const SIMULATOR: Place = { to: '/simulator', word: 'simulator', Icon: Smartphone, key: 'M' }
const SETTINGS: Place = { to: '/settings', word: 'settings', Icon: Settings, key: ',' }

/** The places of the app, as the sidebar shows them. */
export const GROUPS: readonly Group[] = [
  { word: null, places: [HOME, INBOX, CONTACTS] },
  { word: 'automation', places: [FLOWS, BOTS, SEQUENCES, TEMPLATES, BROADCASTS] },
  { word: 'workspace', places: [CHANNELS, COSTS, SIMULATOR, SETTINGS] },
]
export const PLACES: readonly Place[] = GROUPS.flatMap((group) => group.places)
/** What a thumb reaches; the rest opens as a sheet. */
export const THUMB_PLACES: readonly Place[] = [HOME, INBOX, CONTACTS, FLOWS]
export const SHEET_PLACES: readonly Place[] = [
  BOTS,
  SEQUENCES,
  TEMPLATES,
  BROADCASTS,
  CHANNELS,
  COSTS,
  SIMULATOR,
  SETTINGS,
]

/** Whether a place is of use in this installation: one without a simulator has none to show. */
export function usePlaceHere(): (place: Place) => boolean {
  const offered = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.offered ?? true
  return (place) => place !== SIMULATOR || offered
}

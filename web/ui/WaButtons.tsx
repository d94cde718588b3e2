import {
  ContactRound,
  Copy,
  ExternalLink,
  List,
  MapPin,
  Phone,
  Reply,
  Store,
  TextCursorInput,
} from 'lucide-react'
import { cx } from '#web/ui/cx.ts'

export type WaButton = {
  readonly key: string
  readonly label: string
  readonly kind:
    | 'reply'
    | 'url'
    | 'call'
    | 'code'
    | 'list'
    | 'form'
    | 'catalog'
    | 'contact'
    | 'location'
    | 'other'
  /** Not given: drawn, but not to be pressed. */
  readonly onPress?: (() => void) | undefined
}

const ICONS = {
  reply: Reply,
  url: ExternalLink,
  call: Phone,
  code: Copy,
  list: List,
  form: TextCursorInput,
  catalog: Store,
  contact: ContactRound,
  location: MapPin,
  other: ExternalLink,
} as const

/** The buttons under a bubble, one per line. */
export function WaButtons({ buttons }: { buttons: readonly WaButton[] }) {
  return buttons.map((button) => {
    const Icon = ICONS[button.kind]
    return (
      <button
        key={button.key}
        type="button"
        disabled={!button.onPress}
        onClick={button.onPress}
        className={cx(
          'flex min-h-9 w-full items-center justify-center gap-1.5 border-black/8 border-t px-3 py-1.5 font-medium text-[13.5px] text-wa-link leading-[18px]',
          'enabled:hover:bg-black/4 dark:border-white/10 dark:enabled:hover:bg-white/5',
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 break-words">{button.label || '…'}</span>
      </button>
    )
  })
}

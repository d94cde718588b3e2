import type { SimButton } from '#core/whatsapp/sim-view.ts'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/whatsapp/words.ts'

const WEB = /^https?:\/\//i

/**
 * What a press on a button does on a phone: answers go to the business, everything else stays on the device. `onPlace`: a place is asked for.
 */
export function usePress(
  onTap: (id: string) => void,
  onPlace?: () => void,
): (button: SimButton) => { onPress?: () => void } {
  const t = useWords()
  return ({ kind, id, value }) => {
    switch (kind) {
      case 'reply':
      case 'form':
      case 'contact':
        return { onPress: () => onTap(id) }
      case 'location':
        return onPlace ? { onPress: onPlace } : {}
      case 'code':
        return {
          onPress: () => void navigator.clipboard.writeText(value ?? '').then(() => toast(t('codeCopied'))),
        }
      case 'url':
        if (value && WEB.test(value))
          return { onPress: () => void window.open(value, '_blank', 'noopener,noreferrer') }
        return { onPress: () => toast(t('opensElsewhere', { value: value ?? '' })) }
      case 'call':
        return { onPress: () => toast(t('opensElsewhere', { value: value ?? '' })) }
      case 'catalog':
        return { onPress: () => toast(t('opensCatalog')) }
      default:
        return {}
    }
  }
}

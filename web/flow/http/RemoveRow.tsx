import { X } from 'lucide-react'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

export function RemoveRow({ onRemove }: { onRemove: () => void }) {
  const words = useWords()
  return (
    <IconButton size="sm" className="w-6!" label={words('choice.remove')} onClick={onRemove}>
      <X className="size-4!" />
    </IconButton>
  )
}

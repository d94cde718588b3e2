import {
  Contact,
  ExternalLink,
  List,
  LocateFixed,
  MapPin,
  MessageSquareText,
  Plus,
  SquareMousePointer,
} from 'lucide-react'
import { memo } from 'react'
import { SORTS, type Sort } from '#web/flow/block/blocks.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Menu } from '#web/ui/Menu.tsx'

const ICONS = {
  text: MessageSquareText,
  buttons: SquareMousePointer,
  list: List,
  link: ExternalLink,
  ask: LocateFixed,
  location: MapPin,
  contact: Contact,
} as const satisfies Record<Sort, unknown>

type Props = { readonly isFull: boolean; readonly onAdd: (sort: Sort) => void }

/** One more message in the step. */
export const AddBlock = memo(function AddBlock({ isFull, onAdd }: Props) {
  const words = useWords()
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" icon={<Plus />} disabled={isFull}>
          {words('block.add')}
        </Button>
      }
      items={SORTS.map((sort) => {
        const Icon = ICONS[sort]
        return {
          key: sort,
          label: words(sort === 'text' ? 'block.textOrMedia' : `block.${sort}`),
          icon: <Icon />,
          onSelect: () => onAdd(sort),
        }
      })}
    />
  )
})

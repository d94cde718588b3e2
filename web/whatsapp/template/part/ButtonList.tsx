import {
  ArrowDown,
  ArrowUp,
  BookOpen,
  ContactRound,
  Copy,
  ExternalLink,
  Phone,
  Plus,
  Reply,
  ShoppingBag,
  SquareStack,
  TextCursorInput,
  Trash2,
} from 'lucide-react'
import { Suspense } from 'react'
import { Button } from '#web/ui/Button.tsx'
import { Counter } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import {
  addButton,
  BUTTON_KINDS,
  changeButton,
  mostButtons,
  moveButton,
  offeredButtons,
  removeButton,
} from '#web/whatsapp/template/edit/button.ts'
import { type Place, partAt, pathAt } from '#web/whatsapp/template/edit/part.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { Amiss } from '#web/whatsapp/template/part/RuledField.tsx'
import { useRegime } from '#web/whatsapp/template/part/ruling.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const ButtonParts = patient(
  async () => (await import('#web/whatsapp/template/part/ButtonParts.tsx')).ButtonParts,
)

const ICONS = {
  reply: <Reply />,
  url: <ExternalLink />,
  phone: <Phone />,
  code: <Copy />,
  catalog: <BookOpen />,
  mpm: <SquareStack />,
  spm: <ShoppingBag />,
  flow: <TextCursorInput />,
  contactInfo: <ContactRound />,
} as const

type Props = { writing: Writing; place?: Place }

/** The buttons under the message or under a card: written, moved, taken away. */
export function ButtonList({ writing, place = 'top' }: Props) {
  const t = useTemplateWords()
  const { template, change } = writing
  const { regime } = useRegime()
  const { buttons } = partAt(template, place)
  const most = mostButtons(place, regime)
  const path = pathAt(place, 'buttons')
  return (
    <div className="space-y-2" data-field={path}>
      <div className="flex items-baseline justify-between gap-2">
        <p className="font-medium text-sm">
          {t('buttons')}
          {place === 'top' && <span className="font-normal text-fg-3"> · {t('optional')}</span>}
        </p>
        <Counter value={buttons.length} max={most} />
      </div>
      {place === 'top' && <Regimes />}
      {buttons.length > 0 && (
        <ul className="space-y-2">
          {buttons.map((_button, at) => (
            <Row key={at} writing={writing} place={place} at={at} />
          ))}
        </ul>
      )}
      <Amiss path={path} />
      <Menu
        trigger={
          <Button icon={<Plus />} disabled={buttons.length >= most}>
            {t('addButton')}
          </Button>
        }
        items={offeredButtons(template, place, regime).map(({ kind, count, max, isFull }) => ({
          key: kind,
          label: t(`button.${kind}`),
          icon: ICONS[kind],
          hint: `${count}/${max}`,
          disabled: isFull,
          onSelect: () => change(addButton(template, kind, place)),
        }))}
      />
    </div>
  )
}

/** Which rules one follows while writing; Meta itself asks for those of today. */
function Regimes() {
  const t = useTemplateWords()
  const { regime, setRegime } = useRegime()
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Segmented
        size="sm"
        label={t('regime')}
        value={regime}
        onChange={setRegime}
        options={[
          { value: 'today', label: t('regime.today') },
          { value: '2022', label: t('regime.2022') },
        ]}
      />
      <p className="text-fg-3 text-xs">{t(regime === 'today' ? 'regime.todayHint' : 'regime.2022Hint')}</p>
    </div>
  )
}

type RowProps = { writing: Writing; place: Place; at: number }

function Row({ writing: { template, change }, place, at }: RowProps) {
  const t = useTemplateWords()
  const { buttons } = partAt(template, place)
  const button = buttons[at]
  if (!button) return null
  const path = pathAt(place, `buttons.${at}`)
  return (
    <li className="rounded-md border border-line p-3" data-field={path}>
      <div className="mb-2 flex items-center gap-1">
        <span className="flex-1 font-medium text-fg-2 text-xs">
          {t(`button.${BUTTON_KINDS.find((kind) => kind === button.kind) ?? 'other'}`)}
        </span>
        <IconButton
          size="sm"
          label={t('moveUp')}
          disabled={at === 0}
          onClick={() => change(moveButton(template, at, -1, place))}
        >
          <ArrowUp />
        </IconButton>
        <IconButton
          size="sm"
          label={t('moveDown')}
          disabled={at === buttons.length - 1}
          onClick={() => change(moveButton(template, at, 1, place))}
        >
          <ArrowDown />
        </IconButton>
        <IconButton
          size="sm"
          label={t('removeButton')}
          onClick={() => change(removeButton(template, at, place))}
        >
          <Trash2 />
        </IconButton>
      </div>
      <Suspense>
        <ButtonParts
          path={path}
          button={button}
          onChange={(next) => change(changeButton(template, at, next, place))}
        />
      </Suspense>
      <Amiss path={path} />
    </li>
  )
}

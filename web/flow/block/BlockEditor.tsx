import { Plus } from 'lucide-react'
import type { Block } from '#core/flow/block/block.ts'
import { formOf } from '#core/flow/block/form.ts'
import { buttonsFrom, listFrom } from '#core/flow/fix/choices.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import { freshId } from '#web/flow/actions.ts'
import { ContactFields, LinkFields } from '#web/flow/block/BlockFields.tsx'
import { ChoiceList } from '#web/flow/inspector/ChoiceList.tsx'
import { ListEditor } from '#web/flow/inspector/ListEditor.tsx'
import { LocationField } from '#web/flow/inspector/LocationField.tsx'
import { MediaField } from '#web/flow/inspector/MediaField.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Ways = NodeOf<'message'>['next']
/** A part set to undefined is taken away. */
export type BlockChange = { readonly [K in keyof Block]?: Block[K] | undefined } & { readonly next?: Ways }
type Props = {
  readonly block: Block
  readonly next: Ways
  /** `field` is given while something is typed. */
  readonly change: (change: BlockChange, field?: string) => void
}

/** One message of a step: what fits together in WhatsApp is offered, the rest is not. */
export function BlockEditor({ block, next, change }: Props) {
  const words = useWords()
  const form = formOf(block)
  if (form === 'location')
    return (
      <LocationField location={block.location} onChange={(location, field) => change({ location }, field)} />
    )
  if (form === 'contact' && block.contact)
    return <ContactFields contact={block.contact} onChange={(contact, field) => change({ contact }, field)} />
  const isBare = form === 'audio' || form === 'sticker'
  return (
    <>
      {form !== 'list' && form !== 'ask' && (
        <MediaField media={block.media} onChange={(media) => change({ media })} />
      )}
      {block.media?.media === 'audio' && (
        <Checkbox
          checked={block.media.voice === true}
          onChange={(voice) => block.media && change({ media: { ...block.media, voice } })}
        >
          {words('media.voice')}
        </Checkbox>
      )}
      {(!isBare || block.text !== '') && (
        <TextEditor
          label={words('message.text')}
          value={block.text}
          max={textMax(block)}
          placeholder={words('message.textHint')}
          onChange={(text) => change({ text }, 'text')}
        />
      )}
      {!isBare && <Taps block={block} next={next} change={change} />}
    </>
  )
}

/** What stands under the words. */
function Taps(props: Props) {
  const { block, change } = props
  const form = formOf(block)
  if (form === 'ask') return <AskHint />
  if (form === 'link' && block.link)
    return (
      <>
        <LinkFields link={block.link} onChange={(link, field) => change({ link }, field)} />
        <Footer block={block} change={change} />
      </>
    )
  return (
    <>
      {form === 'text' && (
        <LocationField
          location={undefined}
          onChange={(location) => change({ location, text: '' }, 'location')}
        />
      )}
      {form === 'list' ? <Rows {...props} /> : <Buttons {...props} />}
      {(form === 'list' || form === 'buttons') && <Footer block={block} change={change} />}
    </>
  )
}

function AskHint() {
  const words = useWords()
  return <p className="text-xs text-fg-3">{words('block.askHint')}</p>
}

function Buttons({ block, next, change }: Props) {
  const words = useWords()
  const isFull = block.buttons.length >= LIMITS.buttons
  const add = () => {
    const buttons = [...block.buttons, { id: freshId(), title: '' }]
    if (isFull) change(listFrom({ buttons }, next, words('list.choose')))
    else change({ buttons })
  }
  return (
    <section>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h3 className="font-sans text-sm font-medium">{words('buttons.label')}</h3>
        <Counter value={block.buttons.length} max={LIMITS.buttons} />
      </div>
      <ChoiceList
        choices={block.buttons}
        max={LIMITS.buttonTitle}
        label={(place) => words('buttons.button', { place })}
        onAdd={isFull ? undefined : add}
        onChange={(buttons, field) => change({ buttons }, field)}
      />
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        className="mt-1.5"
        disabled={isFull && !!block.media}
        onClick={add}
      >
        {words(isFull ? 'buttons.addAsList' : 'buttons.add')}
      </Button>
      <p className="mt-1 text-xs text-fg-3">
        {words(isFull && block.media ? 'buttons.mediaHint' : 'buttons.hint', { max: LIMITS.listRows })}
      </p>
    </section>
  )
}

function Rows({ block, next, change }: Props) {
  const words = useWords()
  if (!block.list) return null
  const rows = block.list.sections.flatMap((section) => section.rows)
  return (
    <section>
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <h3 className="font-sans text-sm font-medium">{words('list.label')}</h3>
        <Button
          size="sm"
          tone="ghost"
          disabled={rows.length > LIMITS.buttons}
          onClick={() => change(buttonsFrom(block, next, LIMITS.buttonTitle))}
        >
          {words('list.toButtons')}
        </Button>
      </div>
      <ListEditor list={block.list} onChange={(list, field) => change({ list }, field)} />
    </section>
  )
}

function Footer({ block, change }: Pick<Props, 'block' | 'change'>) {
  const words = useWords()
  const footer = block.footer ?? ''
  return (
    <Field label={words('message.footer')} counter={<Counter value={footer.length} max={LIMITS.footer} />}>
      <TextInput
        value={footer}
        maxLength={LIMITS.footer}
        onChange={(text) => change({ footer: text || undefined }, 'footer')}
      />
    </Field>
  )
}

/** Meta counts a text alone, a text over something to tap and a caption by different limits. */
function textMax(block: Block): number {
  const form = formOf(block)
  if (form === 'text') return LIMITS.text
  return block.media && form !== 'buttons' && form !== 'link' ? LIMITS.caption : LIMITS.body
}

import { SlotFields } from '#web/flow/inspector/SlotFields.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useSealTyping } from '#web/flow/use-flow.ts'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Product = NonNullable<NodeOf<'template'>['product']>
type Props = {
  readonly product: Product | undefined
  /** `part` says what of it is typed into. */
  readonly onChange: (product: Product, part: string) => void
}

/** Characters of Meta's id of a catalog. */
const CATALOG_MAX = 100
const NOTHING: Product = { sku: { text: '' }, catalogId: '' }

/** The product of a template's header: its SKU, and the catalog of Meta in which it stands. */
export function ProductFields({ product = NOTHING, onChange }: Props) {
  const t = useTemplateWords()
  const seal = useSealTyping()
  return (
    <section className="space-y-2">
      <SlotFields
        label={t('step.product')}
        hint={t('step.productHint')}
        value={product.sku}
        onChange={(sku, part) => onChange({ ...product, sku }, `product.${part}`)}
      />
      <Field label={t('step.catalogId')} hint={t('step.catalogIdHint')}>
        <TextInput
          value={product.catalogId}
          maxLength={CATALOG_MAX}
          onBlur={seal}
          onChange={(next) => onChange({ ...product, catalogId: next.trim() }, 'product.catalogId')}
        />
      </Field>
    </section>
  )
}

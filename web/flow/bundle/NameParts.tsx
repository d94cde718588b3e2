import { typeWord } from '#core/flow/bundle/conflict.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { MapCard, MapRow } from '#web/flow/bundle/MapRow.tsx'
import { asFieldKey, choose, type Mapping } from '#web/flow/bundle/mapping.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

/** The value of a choice that is not a name; no name has such a form. */
const NEW = '*new'
const OPEN = '*open'
const TAG_MAX = 50

export function FieldsPart({ brings, here, given, chosen, plan, set }: Mapping) {
  const t = useBundleWords()
  const language = useLanguage()
  return (
    <MapCard
      title={t('fields')}
      hint={t(brings.told ? 'fieldsHint' : 'guessed')}
      count={brings.fields.length}
    >
      {brings.fields.map(({ key, label, type, scope }, at) => {
        const as = chosen.fields[at]?.as ?? { create: key }
        const put = (next: typeof as) =>
          set({ fields: choose(given.fields, { key, as: next }, (one) => one.key === key) })
        return (
          <MapRow
            key={key}
            name={label}
            note={
              <>
                <code className="font-mono">{key}</code>
                <Badge>{typeWord(type, language)}</Badge>
                {scope === 'bot' && <Badge tone="violet">{t('scope_bot')}</Badge>}
              </>
            }
            conflict={plan.conflicts.find((one) => one.part === 'field' && one.name === key)}
          >
            <Combobox
              label={t('fieldAs', { name: key })}
              value={'use' in as ? as.use : NEW}
              onChange={(value) => value !== null && put(value === NEW ? { create: key } : { use: value })}
              options={[
                { value: NEW, label: t('fieldNew') },
                ...here.fields.map((field) => ({
                  value: field.id,
                  label: field.label || field.key,
                  hint: [
                    typeWord(field.type, language),
                    ...(field.scope === 'bot' ? [t('scope_bot')] : []),
                  ].join(' · '),
                })),
              ]}
            />
            {'create' in as && (
              <TextInput
                aria-label={t('fieldName', { name: key })}
                value={as.create}
                onChange={(typed) => put({ create: asFieldKey(typed) })}
                className="font-mono"
              />
            )}
          </MapRow>
        )
      })}
    </MapCard>
  )
}

export function TagsPart({ brings, here, given, chosen, set }: Mapping) {
  const t = useBundleWords()
  return (
    <MapCard title={t('tags')} count={brings.tags.length}>
      {chosen.tags.map(({ tag, as }) => {
        const isHere = here.tags.includes(as.trim())
        return (
          <MapRow
            key={tag}
            name={tag}
            note={<Badge tone={isHere ? 'brand' : 'neutral'}>{t(isHere ? 'there' : 'new')}</Badge>}
          >
            <TextInput
              aria-label={t('tagAs', { name: tag })}
              value={as}
              maxLength={TAG_MAX}
              onChange={(typed) =>
                set({ tags: choose(given.tags, { tag, as: typed }, (one) => one.tag === tag) })
              }
            />
          </MapRow>
        )
      })}
    </MapCard>
  )
}

export function TemplatesPart({ here, given, chosen, plan, set }: Mapping) {
  const t = useBundleWords()
  const options = here.templates.map(({ name, language }) => ({
    value: `${name} ${language}`,
    label: name,
    hint: language,
  }))
  return (
    <MapCard title={t('templates')} hint={t('templatesHint')} count={chosen.templates.length}>
      {chosen.templates.map(({ name, language, as }) => {
        const said = `${name} (${language})`
        const put = (value: string | null) => {
          const found = here.templates.find((one) => `${one.name} ${one.language}` === value)
          const next = found ? { name: found.name, language: found.language } : null
          const isSame = (one: { name: string; language: string }) =>
            one.name === name && one.language === language
          set({ templates: choose(given.templates, { name, language, as: next }, isSame) })
        }
        return (
          <MapRow
            key={said}
            name={name}
            note={language}
            conflict={plan.conflicts.find((one) => one.part === 'template' && one.name === said)}
          >
            <Combobox
              label={t('templateAs', { name })}
              value={as ? `${as.name} ${as.language}` : OPEN}
              onChange={put}
              options={[{ value: OPEN, label: t('templateOpen') }, ...options]}
            />
          </MapRow>
        )
      })}
    </MapCard>
  )
}

export function SecretsPart({ here, given, chosen, set }: Mapping) {
  const t = useBundleWords()
  return (
    <MapCard title={t('secrets')} hint={t('secretsHint')} count={chosen.secrets.length}>
      {chosen.secrets.map(({ name, as }) => (
        <MapRow key={name} name={<code className="font-mono">{name}</code>}>
          <Combobox
            label={t('secretAs', { name })}
            value={as}
            onChange={(value) =>
              set({
                secrets: choose(given.secrets, { name, as: value ?? name }, (one) => one.name === name),
              })
            }
            options={[
              ...(here.secrets.includes(name) ? [] : [{ value: name, label: t('secretLater', { name }) }]),
              ...here.secrets.map((one) => ({ value: one, label: one })),
            ]}
          />
        </MapRow>
      ))}
    </MapCard>
  )
}

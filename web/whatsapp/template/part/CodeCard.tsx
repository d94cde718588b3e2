import { Plus, Trash2 } from 'lucide-react'
import { OTP_KINDS } from '#core/whatsapp/template/kinds.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { type OtpApp, otpOf, withMinutes, withOtp, withOtpKind } from '#web/whatsapp/template/edit/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { LifetimeField } from '#web/whatsapp/template/part/LifetimeField.tsx'
import { Amiss, RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** A one-time password: Meta writes the sentence, only its additions and its button are chosen. */
export function CodeCard({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change } = writing
  const minutes = template.footer?.minutes
  return (
    <Card title={t('message')} bodyClass="space-y-5 px-4 pb-4">
      <p className="text-fg-2 text-sm">{t('auth.about')}</p>
      <Checkbox
        checked={template.body.security ?? false}
        onChange={(security) => change({ ...template, body: { ...template.body, security } })}
      >
        {t('auth.security')}
      </Checkbox>
      <RuledField
        path="footer.minutes"
        label={t('auth.minutes')}
        hint={t('auth.minutesHint')}
        className="max-w-60"
      >
        <TextInput
          inputMode="numeric"
          value={minutes === undefined ? '' : String(minutes)}
          onChange={(typed) => {
            const digits = typed.replace(/\D/g, '').slice(0, 3)
            change(withMinutes(template, digits === '' ? undefined : Number(digits)))
          }}
        />
      </RuledField>
      <OtpButton writing={writing} />
      <LifetimeField writing={writing} />
    </Card>
  )
}

function OtpButton({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const button = otpOf(template)
  const { otp, text = '', autofill = '', apps, termsAccepted = false } = button
  const setApp = (at: number, app: OtpApp) => change(withOtp(template, { apps: apps.with(at, app) }))
  return (
    <section aria-label={t('otp')} className="space-y-3" data-field="buttons">
      <p className="font-medium text-sm">{t('otp')}</p>
      <div className="scroll -mx-1 px-1">
        <Segmented
          label={t('otp')}
          value={otp}
          onChange={(next) => change(withOtpKind(template, next))}
          options={OTP_KINDS.map((value) => ({ value, label: t(`otp.${value}`) }))}
        />
      </div>
      <p className="text-fg-3 text-xs">{t(`otpAbout.${otp}`)}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <RuledField
          path="buttons.0.text"
          label={t('otp.text')}
          hint={t('otp.textHint')}
          counter={<Counter value={text.length} max={TEMPLATE_BOUNDS.buttonText} />}
        >
          <TextInput value={text} onChange={(next) => change(withOtp(template, { text: next }))} />
        </RuledField>
        {otp !== 'COPY_CODE' && (
          <RuledField
            path="buttons.0.autofill"
            label={t('otp.autofill')}
            hint={t('otp.textHint')}
            counter={<Counter value={autofill.length} max={TEMPLATE_BOUNDS.buttonText} />}
          >
            <TextInput value={autofill} onChange={(next) => change(withOtp(template, { autofill: next }))} />
          </RuledField>
        )}
      </div>
      {otp !== 'COPY_CODE' && (
        <div className="space-y-2" data-field="buttons.0.apps">
          <div className="flex items-baseline justify-between gap-2">
            <p className="font-medium text-sm">{t('otp.apps')}</p>
            <Counter value={apps.length} max={TEMPLATE_BOUNDS.otpApps} />
          </div>
          <ul className="space-y-2">
            {apps.map((app, at) => (
              <li key={at} className="flex items-end gap-2">
                <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[minmax(0,1fr)_160px]">
                  <Field label={t('otp.package')}>
                    <TextInput
                      className="font-mono"
                      value={app.package}
                      onChange={(next) => setApp(at, { ...app, package: next.trim() })}
                    />
                  </Field>
                  <Field label={t('otp.hash')} counter={<Counter value={app.hash.length} max={HASH} />}>
                    <TextInput
                      className="font-mono"
                      value={app.hash}
                      onChange={(next) => setApp(at, { ...app, hash: next.trim() })}
                    />
                  </Field>
                </div>
                <IconButton
                  label={t('otp.removeApp')}
                  disabled={apps.length === 1}
                  onClick={() => change(withOtp(template, { apps: apps.toSpliced(at, 1) }))}
                >
                  <Trash2 />
                </IconButton>
              </li>
            ))}
          </ul>
          <Amiss path="buttons.0.apps" />
          <Button
            icon={<Plus />}
            size="sm"
            disabled={apps.length >= TEMPLATE_BOUNDS.otpApps}
            onClick={() => change(withOtp(template, { apps: [...apps, { package: '', hash: '' }] }))}
          >
            {t('otp.addApp')}
          </Button>
        </div>
      )}
      {otp === 'ZERO_TAP' && (
        <div className="space-y-1" data-field="buttons.0.termsAccepted">
          <Checkbox
            checked={termsAccepted}
            onChange={(accepted) => change(withOtp(template, { termsAccepted: accepted }))}
          >
            {t('otp.terms')}
          </Checkbox>
          <Amiss path="buttons.0.termsAccepted" />
        </div>
      )}
    </section>
  )
}

/** Characters of the signature hash of an Android app (Meta, authentication templates). */
const HASH = 11

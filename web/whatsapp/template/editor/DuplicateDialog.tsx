import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { normalName } from '#core/whatsapp/template/normal-name.ts'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useLanguageOptions } from '#web/whatsapp/template/view/language-name.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** The same template in another language, or under another name, as a draft. */
export function DuplicateDialog({ row, onClose }: { row: TemplateView; onClose: () => void }) {
  const t = useTemplateWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const languages = useLanguageOptions()
  const [language, setLanguage] = useState(row.language === 'id' ? 'en' : 'id')
  const [name, setName] = useState(row.name)
  const copy = useMutation({
    mutationFn: () => client.template.duplicateTemplate({ id: row.id, language, name: normalName(name) }),
    onSuccess: ({ id }) => {
      toast(t('duplicated'))
      onClose()
      void navigate({ to: '/templates/$id', params: { id } })
    },
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('duplicateTitle')}
      description={t('duplicateText')}
      footer={
        <>
          <CloseWith>
            <Button>{t('cancel')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            icon={<Copy />}
            busy={copy.isPending}
            disabled={normalName(name) === ''}
            onClick={() => copy.mutate()}
          >
            {t('duplicateDo')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {copy.isError && (
          <Banner tone="danger" role="alert">
            {say(copy.error)}
          </Banner>
        )}
        <Field label={t('language')}>
          <Combobox
            value={language}
            onChange={(next) => next && setLanguage(next)}
            options={languages}
            empty={t('languageNone')}
          />
        </Field>
        <Field label={t('name')}>
          <TextInput className="font-mono" value={name} onChange={setName} />
        </Field>
      </div>
    </Dialog>
  )
}

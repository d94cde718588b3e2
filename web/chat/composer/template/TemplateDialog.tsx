import { useMutation } from '@tanstack/react-query'
import { ArrowLeft, Send, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import { client } from '#web/base/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { TemplateChoice } from '#web/chat/composer/template/TemplateChoice.tsx'
import { TemplateForm } from '#web/chat/composer/template/TemplateForm.tsx'
import { fieldsOf, filesOf, type Given, valuesOf } from '#web/chat/composer/template/template-fields.ts'
import { putMessage } from '#web/chat/data/messages.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useWords } from '#web/chat/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { TemplatePreview } from '#web/whatsapp/template/view/TemplatePreview.tsx'

type Props = { chat: HeldChat; onClose: () => void; onSent: () => void }

/** Chooses an approved template, fills it, shows it as the customer will see it, and sends it. */
export function TemplateDialog({ chat, onClose, onSent }: Props) {
  const [row, setRow] = useState<TemplateView | null>(null)
  if (row)
    return <Filling chat={chat} row={row} onBack={() => setRow(null)} onClose={onClose} onSent={onSent} />
  return <Choosing onChoose={setRow} onClose={onClose} />
}

function Choosing({ onChoose, onClose }: { onChoose: (row: TemplateView) => void; onClose: () => void }) {
  const t = useWords()
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('template.choose')}>
      <TemplateChoice onChoose={onChoose} />
    </Dialog>
  )
}

type FillingProps = Props & { row: TemplateView; onBack: () => void }

function Filling({ chat, row, onBack, onClose, onSent }: FillingProps) {
  const t = useWords()
  const language = useLanguage()
  const say = useProblemWords()
  const [given, setGiven] = useState<Given>({})
  const [tried, setTried] = useState(false)
  // an offer's end is counted from here, so that the message does not become another one while it is read
  const [now] = useState(chat.now)
  const { template } = row
  const fields = useMemo(() => fieldsOf(template), [template])
  const filled = useMemo(
    () => fillTemplate(template, valuesOf(template, given, now), 'path'),
    [template, given, now],
  )
  // the same words again are the same message: it is sent at most once
  const clientId = useMemo(() => {
    void filled
    return crypto.randomUUID()
  }, [filled])
  const wrong = filled.findings.find(({ severity }) => severity === 'error')
  const send = useMutation({
    mutationFn: () => client.chat.sendMessage({ id: chat.id, draft: filled.draft, clientId }),
    onSuccess: (message) => {
      putMessage(message as Message)
      onSent()
      onClose()
    },
  })
  const submit = () => {
    setTried(true)
    if (!wrong) send.mutate()
  }
  const problem = send.isError
    ? say(send.error)
    : tried && wrong
      ? `${wrong.reason[language]} ${wrong.remedy[language]}`
      : null
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={onClose}
      title={row.name}
      description={t('template.to', { name: chat.contact.name })}
      footer={
        <>
          <Button icon={<ArrowLeft />} onClick={onBack}>
            {t('template.other')}
          </Button>
          <CloseWith>
            <Button className="max-sm:hidden">{t('template.cancel')}</Button>
          </CloseWith>
          <Button tone="primary" icon={<Send />} busy={send.isPending} onClick={submit}>
            {t('composer.send')}
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-4 md:grid-cols-[minmax(0,1fr)_340px]">
        <div className="space-y-3">
          {problem && (
            <Banner tone="danger" role="alert" icon={<TriangleAlert />}>
              {problem}
            </Banner>
          )}
          <TemplateForm
            fields={fields}
            given={given}
            customer={chat.contact.name}
            onGive={(key, value) => {
              send.reset()
              setGiven((now) => ({ ...now, [key]: value }))
            }}
          />
        </div>
        <section aria-label={t('template.preview')} className="overflow-hidden rounded-lg border border-line">
          <TemplatePreview preview={filled.preview} file={given.file} files={filesOf(template, given)} />
        </section>
      </div>
    </Dialog>
  )
}

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { ArrowLeft, Send, TriangleAlert } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import { client } from '#web/base/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { TemplateChoice } from '#web/chat/composer/template/TemplateChoice.tsx'
import { TemplateForm } from '#web/chat/composer/template/TemplateForm.tsx'
import { fieldsOf, filesOf, type Given, valuesOf } from '#web/chat/composer/template/template-fields.ts'
import { useSendWords } from '#web/chat/composer/template/words.ts'
import { putMessage } from '#web/chat/data/messages.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useWords } from '#web/chat/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { TemplatePreview } from '#web/whatsapp/template/view/TemplatePreview.tsx'
import { Explanation, type TemplateName } from '#web/whatsapp/verdict/Explanation.tsx'
import { useSayCost } from '#web/whatsapp/verdict/use-cost.ts'

type Props = {
  chat: HeldChat
  /** The template to begin with; null: one is chosen first. */
  wanted: TemplateName | null
  onClose: () => void
  onSent: () => void
}

/** Chooses an approved template, fills it, shows it as the customer will see it, and sends it. */
export function TemplateDialog({ chat, wanted, onClose, onSent }: Props) {
  const [chosen, setChosen] = useState<TemplateView | null>(null)
  const [isBack, setBack] = useState(false)
  const found = useWanted(wanted)
  const row = chosen ?? (isBack ? null : found)
  const back = () => {
    setChosen(null)
    setBack(true)
  }
  if (row) return <Filling chat={chat} row={row} onBack={back} onClose={onClose} onSent={onSent} />
  return <Choosing chatId={chat.id} onChoose={setChosen} onClose={onClose} />
}

/** The template that the gate named, as the account has it. */
function useWanted(wanted: TemplateName | null): TemplateView | null {
  const input = { search: wanted?.name ?? '', limit: 50 }
  const found = useQuery({
    ...orpc.template.templates.queryOptions({ input }),
    enabled: wanted !== null,
  }).data
  const row = found?.items.find(({ name, language }) => name === wanted?.name && language === wanted.language)
  return (row as TemplateView | undefined) ?? null
}

type ChoosingProps = { chatId: string; onChoose: (row: TemplateView) => void; onClose: () => void }

function Choosing({ chatId, onChoose, onClose }: ChoosingProps) {
  const t = useSendWords()
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('template.choose')}>
      <TemplateChoice chatId={chatId} onChoose={onChoose} />
    </Dialog>
  )
}

type FillingProps = Omit<Props, 'wanted'> & { row: TemplateView; onBack: () => void }

function Filling({ chat, row, onBack, onClose, onSent }: FillingProps) {
  const t = useSendWords()
  const chatWords = useWords()
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
            {chatWords('composer.send')}
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
          {!wrong && <Judged chatId={chat.id} draft={filled.draft} onTemplate={onBack} />}
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

type JudgedProps = { chatId: string; draft: Draft; onTemplate: () => void }

/** What the gate says of this template now: what it costs, or why it waits or may not go. */
function Judged({ chatId, draft, onTemplate }: JudgedProps) {
  const t = useSendWords()
  const say = useSayCost()
  const asked = useDeferredValue(draft)
  const input = { id: chatId, draft: asked }
  const judged = useQuery(
    orpc.chat.judgeDraft.queryOptions({ input, staleTime: 0, placeholderData: keepPreviousData }),
  ).data
  if (!judged) return null
  const { answer, verdict, cost } = judged
  return (
    <div className="rounded-md border border-line bg-sunken px-3 py-2" data-testid="judged">
      <p className="tnum text-fg-2 text-xs">
        {answer === 'send' ? t('template.goes') : t(`template.${answer}`)} {say(cost)}.
      </p>
      {answer !== 'send' && (
        <Explanation fault={null} verdict={verdict} waits={answer === 'wait'} onTemplate={onTemplate} />
      )}
    </div>
  )
}

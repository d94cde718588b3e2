import { Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useBaseWords } from '#web/base/words.ts'
import { carriesCaption } from '#web/chat/composer/attachment.ts'
import { Colleagues, useLookAtChat } from '#web/chat/composer/Colleagues.tsx'
import { Composer, type Mode } from '#web/chat/composer/Composer.tsx'
import { keptNote, useKeptNote } from '#web/chat/composer/kept.ts'
import { giveBack } from '#web/chat/composer/unsent.ts'
import { type Attachment, useAttachments } from '#web/chat/composer/useAttachments.ts'
import { useDraft } from '#web/chat/composer/useDraft.ts'
import { useProblem } from '#web/chat/composer/useProblem.ts'
import { useTyping } from '#web/chat/composer/useTyping.ts'
import { addNote } from '#web/chat/data/acts.ts'
import { discard, type SendOutcome, send } from '#web/chat/data/send.ts'
import { channelNow, type HeldChat } from '#web/chat/list/place-chat.ts'
import { isWindowOpen, type WindowView } from '#web/chat/window.ts'
import { patient } from '#web/ui/patient.ts'
import { toast } from '#web/ui/Toast.tsx'
import type { TemplateName } from '#web/whatsapp/verdict/Explanation.tsx'

const ClosedWindow = patient(
  async () => (await import('#web/chat/composer/ClosedWindow.tsx')).ClosedWindow,
  'early',
)
const TemplateDialog = patient(
  async () => (await import('#web/chat/composer/template/TemplateDialog.tsx')).TemplateDialog,
)

type Props = {
  chat: HeldChat
  view: WindowView
  quote: Message | null
  onUnquote: () => void
  /** Something was sent or noted. */
  onWritten: () => void
  asked: Asked | null
}

/** A key asked for a reply or a note, or a message that could not go for a template (null: to be chosen); `at` makes each asking new. */
export type Asked = { readonly at: number } & (
  | { readonly mode: Mode }
  | { readonly template: TemplateName | null }
)

/** The composer as the window allows it: open, or the explanation why it is not; a note is always possible. */
export function ComposerPane({ chat, view, quote, onUnquote, onWritten, asked }: Props) {
  const base = useBaseWords()
  const [mode, setMode] = useState<Mode>('reply')
  const { text: draft, setText: setDraft, settled } = useDraft(chat)
  const [obeyed, setObeyed] = useState(asked)
  const [note, setNote] = useKeptNote(chat.id)
  const { told, tell: tellHere, tellCut, forget, forgetCut } = useProblem()
  /** The template to begin with; null: to be chosen; undefined: no dialog. */
  const [template, setTemplate] = useState<TemplateName | null | undefined>(undefined)
  const files = useAttachments(chat.id, tellHere)
  const input = useRef<HTMLTextAreaElement | null>(null)
  const typed = useRef(draft)
  typed.current = draft
  const isNote = mode === 'note'
  const isWriting = useLookAtChat(chat.id, draft)
  useTyping(chat.id, isWriting && !isNote && isWindowOpen(view))
  /** Whoever has gone to another chat finds what was refused where it was to be said: its bubble keeps the words. */
  const stands = useRef(false)
  useEffect(() => {
    stands.current = true
    return () => {
      stands.current = false
    }
  }, [])

  const changeMode = useCallback(
    (next: Mode) => {
      forget()
      setMode(next)
    },
    [forget],
  )
  if (asked !== obeyed) {
    setObeyed(asked)
    if (asked && 'mode' in asked) changeMode(asked.mode)
    if (asked && 'template' in asked) setTemplate(asked.template)
  }
  useLayoutEffect(() => {
    if (asked && 'mode' in asked) input.current?.focus()
  }, [asked])
  useEffect(() => {
    if (quote) input.current?.focus()
  }, [quote])

  const tell = (sentence: string, refused: Verdict | null = null) => {
    if (stands.current) tellHere(sentence, refused)
    else toast(`${chat.contact.name}: ${sentence}`, { tone: 'problem' })
  }
  const submitNote = async () => {
    if (!note.trim()) return
    forget()
    setNote('')
    const failure = await addNote(chat.id, note.trim())
    if (!failure) return onWritten()
    tell(failure.sentence || base('unreachable'))
    const back = giveBack(keptNote(chat.id), note)
    if (back !== null) setNote(back)
  }
  const takeBack = ({ draft: refused }: Part, outcome: SendOutcome) => {
    if (outcome.kind !== 'refused') return
    const { detail, verdict } = outcome.problem
    const isFile = refused.kind === 'media' && !verdict // its bubble stays, and says the same
    if (!isFile || !stands.current) tell(detail, verdict)
    if (!stands.current) return
    const back = refused.kind === 'text' ? giveBack(typed.current, refused.text) : null
    if (back === null) return
    setDraft(back)
    discard(outcome.clientId)
  }
  const submitReply = async () => {
    const drafts = draftsOf(draft.trim(), files.list)
    if (drafts.length === 0) return
    forget()
    setDraft('')
    files.clear()
    onUnquote()
    const replyTo = quote?.wamid ?? null
    for (const [at, one] of drafts.entries()) {
      const now = channelNow(chat, Date.now())
      const sending = send({ chatId: chat.id, replyTo: at === 0 ? replyTo : null, ...one }, now, settled())
      void sending.then((outcome) => takeBack(one, outcome))
    }
    onWritten()
  }
  const keepInput = useCallback((element: HTMLTextAreaElement | null) => {
    input.current = element
  }, [])
  const askTemplate = useCallback((wanted: TemplateName | null) => setTemplate(wanted), [])
  const dialog = template !== undefined && (
    <Suspense>
      <TemplateDialog
        chat={chat}
        wanted={template}
        onClose={() => setTemplate(undefined)}
        onSent={onWritten}
      />
    </Suspense>
  )
  if (!isWindowOpen(view) && !isNote)
    return (
      <>
        <Colleagues />
        <Suspense>
          <ClosedWindow
            chat={chat}
            view={view}
            unsent={draft}
            onNote={() => changeMode('note')}
            onTemplate={askTemplate}
          />
        </Suspense>
        {dialog}
      </>
    )
  const [written, write] = isNote ? [note, setNote] : [draft, setDraft]
  return (
    <>
      <Colleagues />
      <Composer
        mode={mode}
        onMode={changeMode}
        text={written}
        onText={(next) => {
          if (next.length < written.length) forgetCut()
          write(next)
        }}
        view={view}
        customer={chat.contact.name}
        quote={quote}
        onUnquote={onUnquote}
        files={files}
        chatId={chat.id}
        problem={told?.sentence ?? null}
        refused={told?.refused ?? null}
        onForgetProblem={forget}
        onCut={tellCut}
        onSubmit={() => void (isNote ? submitNote() : submitReply())}
        inputRef={keepInput}
        onTemplate={askTemplate}
      />
      {dialog}
    </>
  )
}

type Part = { readonly draft: Draft; readonly file: File | null }

/** One message per file; the words go with the first file that can carry them, else ahead of all as their own message. */
function draftsOf(text: string, files: readonly Attachment[]): readonly Part[] {
  const carrier = text ? files.find((one) => carriesCaption(one.media)) : undefined
  const parts: Part[] = files.map((one) => ({
    file: one.file,
    draft: {
      kind: 'media',
      media: one.media,
      source: { link: '' },
      ...(one === carrier ? { caption: text } : {}),
      ...(one.media === 'document' ? { filename: one.file.name } : {}),
    },
  }))
  if (!text || carrier) return parts
  return [{ file: null, draft: { kind: 'text', text } }, ...parts]
}

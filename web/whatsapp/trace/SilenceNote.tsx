import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Language } from '#core/base/language.ts'
import { isRefusalCode, sentenceOf } from '#core/base/refusal.ts'
import type { Silence } from '#core/flow/silence/silence.ts'
import { SILENCES } from '#core/flow/silence/words.ts'
import { client } from '#web/base/api.ts'
import type { Formats } from '#web/base/formats.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useSilenceWords } from '#web/whatsapp/trace/silence-words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

type Version = {
  readonly number: number
  readonly because: { readonly share: number; readonly isNew: boolean } | null
}
type Props = {
  readonly chatId: string
  readonly silence: Silence
  /** Which version is meant, and why the contact has that one. */
  readonly version: Version | null
  readonly onMended: () => void
}

/** The answer in words, with the one act that mends it. */
export function SilenceNote({ chatId, silence, version, onMended }: Props) {
  const language = useLanguage()
  const formats = useWorkspaceFormats()
  const isFine = silence.code === 'answered' || silence.code === 'sending'
  return (
    <Banner tone={isFine ? 'info' : 'warn'}>
      <p data-testid="silence">{wordsOf(silence, language, formats)}</p>
      {version && <VersionLine version={version} />}
      <Fix chatId={chatId} silence={silence} onMended={onMended} />
    </Banner>
  )
}

function VersionLine({ version: { number, because } }: { version: Version }) {
  const t = useSilenceWords()
  const word = because ? (because.isNew ? 'silenceVersionNew' : 'silenceVersionRest') : 'silenceVersion'
  return <p className="mt-1 text-xs">{t(word, { version: number, share: because?.share ?? 0 })}</p>
}

/** Details that are moments. */
const MOMENTS: ReadonlySet<string> = new Set(['until', 'at'])

function wordsOf({ code, details }: Silence, language: Language, formats: Formats): string {
  return SILENCES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'reason') return reasonOf(details, language)
    const value = details[name]
    if (MOMENTS.has(name)) return typeof value === 'number' ? formats.moment(value) : '–'
    return String(value ?? '–')
  })
}

function reasonOf(details: Silence['details'], language: Language): string {
  const code = String(details.refusal)
  return isRefusalCode(code) ? sentenceOf(code, language, details) : code
}

function Fix({ chatId, silence: { fix, flowId }, onMended }: Omit<Props, 'version'>) {
  const t = useSilenceWords()
  const say = useProblemWords()
  const [busy, setBusy] = useState(false)
  const look = buttonClass({ size: 'sm', className: 'mt-2' })
  if (fix === null) return null
  if (fix === 'wake') {
    const wake = async () => {
      setBusy(true)
      try {
        await client.chat.setBot({ id: chatId, paused: false })
        await queryClient.invalidateQueries({ queryKey: orpc.chat.key() })
        onMended()
      } catch (error) {
        toast(say(error), { tone: 'problem' })
      } finally {
        setBusy(false)
      }
    }
    return (
      <Button size="sm" className="mt-2" busy={busy} onClick={() => void wake()}>
        {t('silenceWake')}
      </Button>
    )
  }
  if (fix === 'write-template')
    return (
      <Link to="/inbox/$id" params={{ id: chatId }} className={look}>
        {t('silenceTemplate')}
      </Link>
    )
  if (fix === 'link' || fix === 'channel' || fix === 'look-aside')
    return (
      <Link to="/channels" className={look}>
        {t(fix === 'link' ? 'silenceLink' : 'silenceChannel')}
      </Link>
    )
  if (flowId === null)
    return (
      <Link to="/flows" className={look}>
        {t('silenceFlows')}
      </Link>
    )
  return (
    <Link to="/flows/$id" params={{ id: flowId }} className={look}>
      {t(fix === 'add-keyword' ? 'silenceKeyword' : 'silenceFlow')}
    </Link>
  )
}

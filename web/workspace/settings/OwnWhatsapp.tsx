import { useMutation, useQuery } from '@tanstack/react-query'
import { useFormats } from '#web/base/format.ts'
import { shownPhone } from '#web/base/phone.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

/** The reader's own WhatsApp, where flows may tell them; proved by a code that they write from it. */
export function OwnWhatsapp() {
  const t = useWords()
  const say = useProblemWords()
  const own = useQuery(orpc.workspace.ownWhatsapp.queryOptions()).data
  const tell = { onError: (error: unknown) => toast(say(error), { tone: 'problem' }) }
  const link = useMutation(orpc.workspace.linkWhatsapp.mutationOptions(tell))
  const unlink = useMutation(
    orpc.workspace.unlinkWhatsapp.mutationOptions({
      ...tell,
      onSuccess: () => {
        link.reset()
        void queryClient.invalidateQueries({ queryKey: orpc.workspace.ownWhatsapp.key() })
      },
    }),
  )
  if (!own) return null
  const { linked, numbers } = own
  return (
    <Card title={t('ownWhatsapp')}>
      <p className="mb-3 text-fg-2 text-sm">{t('ownWhatsappText')}</p>
      {linked ? (
        <div className="flex flex-wrap items-center gap-3">
          <div className="min-w-0 flex-1">
            <p className="flex items-center gap-2 font-semibold text-sm">
              <span className="tnum truncate">{shownPhone(linked.phone)}</span>
              <Badge tone="brand">{t('ownWhatsappLinked')}</Badge>
            </p>
            <p className="text-fg-3 text-xs">{t('ownWhatsappVia', { number: linked.number })}</p>
          </div>
          <Button busy={unlink.isPending} onClick={() => unlink.mutate({})}>
            {t('ownWhatsappUnlink')}
          </Button>
        </div>
      ) : numbers.length === 0 ? (
        <p className="text-fg-3 text-sm">{t('ownWhatsappNoNumber')}</p>
      ) : link.data ? (
        <Code code={link.data} numbers={numbers} />
      ) : (
        <Button busy={link.isPending} onClick={() => link.mutate({})}>
          {t('ownWhatsappLink')}
        </Button>
      )}
    </Card>
  )
}

type CodeProps = {
  readonly code: { readonly code: string; readonly until: number }
  readonly numbers: readonly string[]
}

function Code({ code: { code, until }, numbers }: CodeProps) {
  const t = useWords()
  const format = useFormats()
  return (
    <div className="space-y-3">
      <Copyable
        label={t('ownWhatsappCode')}
        value={code}
        hint={t('ownWhatsappUntil', { at: format.moment(until) })}
      />
      <p className="text-sm">{t('ownWhatsappWrite')}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {numbers.map((number) => (
          <li key={number}>
            <a
              href={`https://wa.me/${number.replace(/\D/g, '')}?text=${code}`}
              target="_blank"
              rel="noreferrer"
              className="tnum inline-flex items-center font-medium text-brand-soft-fg text-sm underline pointer-coarse:min-h-11"
            >
              {number}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { client } from '#web/base/api.ts'
import { readPieces, saveFile } from '#web/base/save-file.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useWords } from '#web/policy/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Pieces that one file is made of at most: a million lines. */
const PIECES_MAX = 200

/** Puts the ledger of a month into a file on the reader's device. */
export function ExportButton({ month, disabled }: { month: string; disabled: boolean }) {
  const t = useWords()
  const say = useProblemWords()
  const save = useMutation({
    mutationFn: () => readPieces((cursor) => client.policy.exportCosts({ month, cursor }), PIECES_MAX),
    onSuccess: ({ name, text }) => {
      saveFile(name, text, 'text/csv')
      toast(t('exportDone'))
    },
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  return (
    <Button
      icon={<Download aria-hidden />}
      busy={save.isPending}
      disabled={disabled}
      onClick={() => save.mutate()}
    >
      {t('export')}
    </Button>
  )
}

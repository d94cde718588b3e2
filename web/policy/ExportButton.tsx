import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { client } from '#web/base/api.ts'
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
    mutationFn: () => readAll(month),
    onSuccess: ({ name, text }) => {
      offer(name, text)
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

async function readAll(month: string): Promise<{ readonly name: string; readonly text: string }> {
  const pieces: string[] = []
  let cursor: string | undefined
  for (let piece = 0; piece < PIECES_MAX; piece++) {
    const read = await client.policy.exportCosts({ month, cursor })
    pieces.push(read.text)
    if (read.cursor === null) return { name: read.name, text: pieces.join('') }
    cursor = read.cursor
  }
  throw new Error('the month has more lines than one file takes')
}

function offer(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

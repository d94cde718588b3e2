import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Pieces that one file is made of at most: more than a broadcast has recipients. */
const PIECES_MAX = 20

/** Puts the recipients into a file on the reader's device. */
export function ExportButton({ id }: { id: string }) {
  const t = useBroadcastWords()
  const say = useProblemWords()
  const save = useMutation({
    mutationFn: () => readAll(id),
    onSuccess: ({ name, text }) => {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
      URL.revokeObjectURL(url)
      toast(t('exportDone'))
    },
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  return (
    <Button size="sm" icon={<Download />} busy={save.isPending} onClick={() => save.mutate()}>
      {t('export')}
    </Button>
  )
}

async function readAll(id: string): Promise<{ readonly name: string; readonly text: string }> {
  const pieces: string[] = []
  let cursor: string | undefined
  for (let piece = 0; piece < PIECES_MAX; piece++) {
    const read = await client.broadcast.exportRecipients({ id, ...(cursor && { cursor }) })
    pieces.push(read.text)
    if (read.cursor === null) return { name: read.name, text: pieces.join('') }
    cursor = read.cursor
  }
  throw new Error('a broadcast has no more recipients than that')
}

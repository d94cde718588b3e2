import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { client } from '#web/base/api.ts'
import { readPieces, saveFile } from '#web/base/save-file.ts'
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
    mutationFn: () =>
      readPieces(
        (cursor) => client.broadcast.exportRecipients({ id, ...(cursor && { cursor }) }),
        PIECES_MAX,
      ),
    onSuccess: ({ name, text }) => {
      saveFile(name, text, 'text/csv')
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

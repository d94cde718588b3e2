import { useMutation } from '@tanstack/react-query'
import { Download, Upload } from 'lucide-react'
import { Suspense, useState } from 'react'
import { client } from '#web/base/api.ts'
import { readPieces, saveFile } from '#web/base/save-file.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import type { ContactAsk } from '#web/contact/contact-list.ts'
import { useListWords } from '#web/contact/list/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { patient } from '#web/ui/patient.ts'
import { toast } from '#web/ui/Toast.tsx'

/** Pieces that one file is made of at most: a million contacts. */
const PIECES_MAX = 200

/** Only whoever imports fetches the dialog. */
const ImportDialog = patient(async () => (await import('#web/contact/list/ImportDialog.tsx')).ImportDialog)

/** Contacts come from a file, and those in sight go into one. */
export function ListActs({ ask: { search, tag } }: { ask: ContactAsk }) {
  const t = useListWords()
  const say = useProblemWords()
  const [isImporting, setImporting] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      readPieces(
        (cursor) =>
          client.contact.exportContacts({
            ...(search && { search }),
            ...(tag && { tag }),
            ...(cursor && { cursor }),
          }),
        PIECES_MAX,
      ),
    onSuccess: ({ name, text }) => {
      saveFile(name, text, 'text/csv')
      toast(t('exportDone'))
    },
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  return (
    <>
      <Button icon={<Upload />} className="max-md:h-11" onClick={() => setImporting(true)}>
        {t('import')}
      </Button>
      <Button icon={<Download />} className="max-md:h-11" busy={save.isPending} onClick={() => save.mutate()}>
        {t('export')}
      </Button>
      {isImporting && (
        <Suspense>
          <ImportDialog onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  )
}

import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, StrictMode, Suspense } from 'react'
import type { Root } from 'react-dom/client'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient, whenSignedOut } from '#web/base/query.ts'
import { readySchemas } from '#web/base/schemas.ts'
import { leaveForSignIn } from '#web/base/session.ts'
import { useValidityWords } from '#web/base/validity.ts'
import { useBaseWords } from '#web/base/words.ts'
import { router } from '#web/routes.tsx'
import { UiProvider } from '#web/ui/UiProvider.tsx'

/** Everything behind the door. */
export function openApp(root: Root): void {
  readySchemas() // before any page fetches what brings them along
  whenSignedOut(leaveForSignIn)
  // asked before anything is drawn; the router waits for the same answer
  void queryClient.prefetchQuery(orpc.workspace.me.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Suspense fallback={null}>
          <Kit>
            <RouterProvider router={router} />
          </Kit>
        </Suspense>
      </QueryClientProvider>
    </StrictMode>,
  )
}

/** Gives the kit its words in the language on screen. */
function Kit({ children }: { children: ReactNode }) {
  const t = useBaseWords()
  const { number } = useFormats()
  useValidityWords(t)
  const words = {
    close: t('close'),
    cancel: t('cancel'),
    undo: t('undo'),
    copy: t('copy'),
    copied: t('copied'),
    clear: t('clear'),
    open: t('open'),
    none: t('noMatch'),
    required: t('required'),
    typeWord: t('typeWord'),
    remove: t('remove'),
    notices: t('notices'),
    unsaved: t('unsaved'),
    stay: t('stay'),
    goWithout: t('goWithout'),
    number,
  }
  return <UiProvider words={words}>{children}</UiProvider>
}

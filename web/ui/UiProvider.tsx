import type { ReactNode } from 'react'
import { ToastHost } from '#web/ui/Toast.tsx'
import { type UiWords, UiWordsProvider } from '#web/ui/words.ts'

/** Stands once around the app: the kit's words, and the place for notices. */
export function UiProvider({ words, children }: { words: UiWords; children: ReactNode }) {
  return (
    <UiWordsProvider value={words}>
      {children}
      <ToastHost />
    </UiWordsProvider>
  )
}

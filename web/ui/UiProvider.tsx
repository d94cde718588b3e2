import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactNode } from 'react'
import { ToastHost } from '#web/ui/Toast.tsx'
import { type UiWords, UiWordsProvider } from '#web/ui/words.ts'

/** Stands once around the app: the kit's words, tooltips that open at once after the first, and notices. */
export function UiProvider({ words, children }: { words: UiWords; children: ReactNode }) {
  return (
    <UiWordsProvider value={words}>
      <CSPProvider disableStyleElements>
        <Tooltip.Provider>
          {children}
          <ToastHost />
        </Tooltip.Provider>
      </CSPProvider>
    </UiWordsProvider>
  )
}

import { createContext, useContext } from 'react'

/** The few words that the kit says by itself; the app gives them in the language on screen. */
export type UiWords = {
  readonly close: string
  readonly cancel: string
  readonly undo: string
  readonly copy: string
  readonly copied: string
  readonly clear: string
  readonly open: string
  readonly none: string
  readonly required: string
  /** `{word}` stands for what is to be typed. */
  readonly typeWord: string
  readonly remove: string
  readonly notices: string
  /** A page is left with changes that nobody has kept. */
  readonly unsaved: string
  readonly stay: string
  readonly goWithout: string
  /** 1.024 or 1,024. */
  readonly number: (value: number) => string
}

const Context = createContext<UiWords | null>(null)
export const UiWordsProvider = Context.Provider

export function useUiWords(): UiWords {
  const words = useContext(Context)
  if (!words) throw new Error('broken invariant: the kit stands inside UiProvider')
  return words
}

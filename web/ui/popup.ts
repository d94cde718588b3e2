/** The shared look of everything that opens beside its opener. */
export const POPUP =
  'origin-(--transform-origin) rounded-md border border-line bg-surface shadow-3 outline-none transition-[opacity,scale] duration-100 data-[ending-style]:opacity-0 data-[starting-style]:scale-98 data-[starting-style]:opacity-0'

/** The veil behind dialogs and sheets. */
export const VEIL =
  'fixed inset-0 z-40 bg-black/40 transition-opacity duration-150 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0'

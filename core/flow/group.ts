/** The limits and colours of a frame around steps; they stand alone, so that the canvas draws one without the schemas. */
export const GROUP_TONES = ['slate', 'info', 'teal', 'violet', 'warn', 'rose'] as const
export const GROUP_TITLE_MAX = 80
/** Pixels of a frame's side. */
export const GROUP_SIDE = { min: 160, max: 20_000 }

import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/canvas.id.json'

/** The words of what happens on the canvas: people, clipboard, arranging, numbers. */
export const useCanvasWords = wordsOf(id, () => import('#web/flow/locales/canvas.en.json'))
export type CanvasKey = Parameters<Words<typeof id>>[0]

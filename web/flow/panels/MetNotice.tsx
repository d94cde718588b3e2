import { useEffect } from 'react'
import { type Millis, SECOND } from '#core/base/time.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { toast } from '#web/ui/Toast.tsx'

/** While two people type in one field each save meets the other: so often at most it is said again. */
const QUIET: Millis = 15 * SECOND
const NAMED_MAX = 2
/** Letters of a note by which it is called. */
const WORDS_SHOWN = 30
let said = { what: '', at: 0 }

/** Says when two people changed the same, and whose stands. */
export function MetNotice() {
  const words = useCanvasWords()
  const kindWords = useWords()
  const store = useFlowStore()
  const met = useFlow((state) => state.met)
  useEffect(() => {
    if (!met) return
    const { definition, layout } = store.getState().drawing
    const { nodes } = definition
    const written = [...layout.notes, ...(layout.groups ?? [])]
    const named = (ids: readonly string[]) => {
      const names = ids.slice(0, NAMED_MAX).flatMap((id) => {
        const node = nodes[id]
        if (node) return `“${node.name || kindWords(KINDS[node.kind].label)}”`
        const one = written.find((each) => each.id === id)
        const text = one && ('text' in one ? one.text : one.title)
        return one ? `“${text?.slice(0, WORDS_SHOWN) || words('met.blank')}”` : []
      })
      const rest = ids.length - NAMED_MAX
      return [...names, ...(rest > 0 ? [words('met.and', { count: rest })] : [])].join(', ')
    }
    const what = JSON.stringify(met)
    store.setState({ met: null })
    if (what === said.what && Date.now() - said.at < QUIET) return
    said = { what, at: Date.now() }
    if (met.kept.length > 0) toast(words('met.kept', { steps: named(met.kept) }))
    if (met.replaced.length > 0) toast(words('met.replaced', { steps: named(met.replaced) }))
  }, [met, store, words, kindWords])
  return null
}

import { useEffect, useState } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { INTENTS } from '#core/whatsapp/template/intent/category.ts'
import type { Intent } from '#core/whatsapp/template/intent/intent.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** A template while it is written. */
export type Writing = {
  readonly template: Template
  readonly change: (next: Template) => void
  readonly intent: Intent | null
  readonly setIntent: (next: Intent | null) => void
  /** What the server last said of it; null: it was never kept. */
  readonly row: TemplateView | null
  /** Something was written that the server does not have. */
  readonly isDirty: boolean
  /** The row has moved on since this writing began from it. */
  readonly isStale: boolean
  /** Takes what the server has and forgets what was written. */
  readonly reset: (row: TemplateView) => void
}

type State = {
  readonly template: Template
  readonly intent: Intent | null
  readonly revision: number | null
  readonly isDirty: boolean
}

/** Begins with what is kept, or with a starter; what was not written on follows the server by itself. */
export function useWriting(row: TemplateView | null, starter: Omit<State, 'revision' | 'isDirty'>): Writing {
  const [state, setState] = useState<State>(() =>
    row ? stateOf(row) : { ...starter, revision: null, isDirty: true },
  )
  const hasMoved = row !== null && row.revision !== state.revision
  useEffect(() => {
    if (row && hasMoved && !state.isDirty) setState(stateOf(row))
  }, [row, hasMoved, state.isDirty])
  return {
    template: state.template,
    change: (template) => setState((now) => ({ ...now, template, isDirty: true })),
    intent: state.intent,
    setIntent: (intent) => setState((now) => ({ ...now, intent, isDirty: true })),
    row,
    isDirty: state.isDirty,
    isStale: hasMoved && state.isDirty && state.revision !== null,
    reset: (next) => setState(stateOf(next)),
  }
}

function stateOf(row: TemplateView): State {
  const intent = INTENTS.find((one) => one === row.intent) ?? null
  return { template: row.draft ?? row.template, intent, revision: row.revision, isDirty: false }
}

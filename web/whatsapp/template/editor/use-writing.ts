import { useCallback, useEffect, useState } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { INTENTS } from '#core/whatsapp/template/intent/category.ts'
import type { Intent } from '#core/whatsapp/template/intent/intent.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** A template while it is written. */
export type Writing = {
  readonly template: Template
  readonly change: (next: Template) => void
  /** The same by what is to be changed; one function for as long as the page stands, so that parts can wait for their own words. */
  readonly edit: (make: (now: Template) => Template) => void
  readonly intent: Intent | null
  readonly setIntent: (next: Intent | null) => void
  /** What the server last said of it; null: it was never kept. */
  readonly row: TemplateView | null
  /** Something was written that the server does not have. */
  readonly isDirty: boolean
  /** The row has moved on since this writing began from it. */
  readonly isStale: boolean
  /** Somebody wrote here what the server does not have: a starter that nobody touched is no loss. */
  readonly isUnsaved: boolean
  /** Takes what the server has and forgets what was written. */
  readonly reset: (row: TemplateView) => void
  /** The server has what was sent; what was written since stays. */
  readonly settle: (row: TemplateView, sent: Written) => void
}

/** What goes to the server. */
export type Written = Pick<Writing, 'template' | 'intent'>

type State = {
  readonly template: Template
  readonly intent: Intent | null
  readonly revision: number | null
  readonly isDirty: boolean
  readonly isTouched: boolean
}

/** Begins with what is kept, or with a starter; what was not written on follows the server by itself. */
export function useWriting(row: TemplateView | null, starter: Written): Writing {
  const [state, setState] = useState<State>(() =>
    row ? stateOf(row) : { ...starter, revision: null, isDirty: true, isTouched: false },
  )
  const hasMoved = row !== null && row.revision !== state.revision
  useEffect(() => {
    if (row && hasMoved && !state.isDirty) setState(stateOf(row))
  }, [row, hasMoved, state.isDirty])
  const write = useCallback(
    (make: (now: Written) => Partial<Written>) =>
      setState((now) => ({ ...now, ...make(now), isDirty: true, isTouched: true })),
    [],
  )
  const edit: Writing['edit'] = useCallback(
    (make) => write(({ template }) => ({ template: make(template) })),
    [write],
  )
  const setIntent: Writing['setIntent'] = useCallback((intent) => write(() => ({ intent })), [write])
  return {
    template: state.template,
    change: (template) => write(() => ({ template })),
    edit,
    intent: state.intent,
    setIntent,
    row,
    isDirty: state.isDirty,
    isStale: hasMoved && state.isDirty && state.revision !== null,
    isUnsaved: state.isDirty && state.isTouched,
    reset: (next) => setState(stateOf(next)),
    settle: (next, sent) => setState((now) => settled(now, next, sent)),
  }
}

function stateOf(row: TemplateView): State {
  const intent = INTENTS.find((one) => one === row.intent) ?? null
  const template = row.draft ?? row.template
  return { template, intent, revision: row.revision, isDirty: false, isTouched: false }
}

function settled(now: State, row: TemplateView, sent: Written): State {
  const isOvertaken = now.isDirty && !isSameWriting(now, sent)
  return isOvertaken ? { ...now, revision: row.revision } : stateOf(row)
}

/** Nothing was written between the one and the other. */
export function isSameWriting(one: Written, other: Written): boolean {
  return one.template === other.template && one.intent === other.intent
}

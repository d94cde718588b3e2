import { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react'
import { checkSubmission, checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import { keep, kept } from '#web/base/keep.ts'
import type { Regime } from '#web/whatsapp/template/edit/button.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'

const REGIME_KEY = 'template.regime'

/** The rules while one types: all of them beside the preview, each beside its field once somebody was there. */
export function useRuling({ template, row, isDirty }: Writing) {
  const [regime, choose] = useState<Regime>(() => (kept(REGIME_KEY) === '2022' ? '2022' : 'today'))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const isHandedIn = row === null || row.draft !== null || isDirty
  const findings = useMemo(
    () => (isHandedIn ? checkSubmission : checkTemplate)(template, regime),
    [template, regime, isHandedIn],
  )
  const touched = row === null ? left : null
  const afterPress = useAfterPress()
  const ruling = useMemo(
    () => ({
      findings,
      touched,
      regime,
      setRegime: (next: Regime) => {
        keep(REGIME_KEY, next)
        choose(next)
      },
    }),
    [findings, touched, regime],
  )
  /** A field that is left may say what is wrong with it, and so may what it is a part of. */
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const paths: string[] = []
    for (let at: Element | null = event.target; at; at = at.parentElement) {
      const path = at.getAttribute('data-field')
      if (path) paths.push(path)
    }
    if (paths.some((path) => !left.has(path)))
      afterPress(() => setLeft((before) => new Set([...before, ...paths])))
  }
  return { ruling, onBlur }
}

/** Does something at once, or after the press under way: what appears meanwhile would move the button from under the pointer. */
function useAfterPress(): (act: () => void) => void {
  const press = useRef<{ readonly acts: (() => void)[] } | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const options = { capture: true, signal: stop.signal }
    const end = () => {
      const acts = press.current?.acts ?? []
      press.current = null
      setTimeout(() => acts.forEach((act) => void act())) // its click comes first
    }
    addEventListener('pointerdown', () => (press.current = { acts: [] }), options)
    addEventListener('pointerup', end, options)
    addEventListener('pointercancel', end, options)
    return () => stop.abort()
  }, [])
  return (act) => (press.current ? void press.current.acts.push(act) : act())
}

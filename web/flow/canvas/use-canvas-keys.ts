import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { isFree, shortcutsOn, useKeyDown } from '#web/base/shortcuts.ts'
import { duplicateSelected, pasteClip, removeSelected } from '#web/flow/actions.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { FIT_VIEW } from '#web/flow/canvas/ZoomBar.tsx'
import type * as Clips from '#web/flow/model/clip.ts'
import { redoEdit, selectedIds, selectOnly, undoEdit } from '#web/flow/model/store.ts'
import { readySchemas } from '#web/flow/schemas.ts'
import { tidy } from '#web/flow/tidy.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** Marks the field that Ctrl F goes to. */
export const SEARCH_FIELD = 'data-step-search'

/** The keys of the canvas, off while one types; copy and paste go through the system's clipboard. */
export function useCanvasKeys({ onTest }: { onTest: (() => void) | null }): void {
  const store = useFlowStore()
  const { fitView, zoomIn, zoomOut } = useReactFlow()
  const nextProblem = useNextProblem()
  useClipboard()
  const withCtrl: Readonly<Record<string, () => void>> = {
    z: () => undoEdit(store),
    Z: () => redoEdit(store),
    y: () => redoEdit(store),
    d: () => duplicateSelected(store),
    a: () =>
      selectOnly(
        store,
        store.getState().cards.map((card) => card.id),
      ),
  }
  const alone: Readonly<Record<string, () => void>> = {
    Delete: () => removeSelected(store),
    Backspace: () => removeSelected(store),
    Escape: () => {
      store.setState({ marked: null })
      selectOnly(store, [])
    },
  }
  const letters: Readonly<Record<string, () => void>> = {
    f: () => void fitView(FIT_VIEW),
    L: () => void tidy(store).then(() => fitView(FIT_VIEW)),
    '+': () => void zoomIn(),
    '=': () => void zoomIn(),
    '-': () => void zoomOut(),
    ...(onTest ? { t: onTest } : {}),
  }
  useKeyDown((event) => {
    if (event.key === 'F8') return take(event, nextProblem)
    const isCtrl = event.ctrlKey || event.metaKey
    if (isCtrl && event.key === 'f') return take(event, focusSearch)
    if (isTyping(event)) return
    if (isCtrl) return take(event, withCtrl[event.key])
    if (!isFree(event)) return
    take(event, alone[event.key] ?? (shortcutsOn() ? letters[event.key] : undefined))
  })
}

/** Goes from one problem to the next, and from the last to the first. */
export function useNextProblem(): () => void {
  const store = useFlowStore()
  const goTo = useGoTo()
  const at = useRef(-1)
  return () => {
    const steps = [...new Set(store.getState().problems.map((problem) => problem.node))].filter(Boolean)
    if (steps.length === 0) return
    at.current = (at.current + 1) % steps.length
    goTo(steps[at.current] ?? '')
  }
}

function useClipboard(): void {
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  useEffect(() => {
    // The system wants the text while the event runs, so the copy must be ready before.
    let clips: typeof Clips | undefined
    readySchemas()
    void import('#web/flow/model/clip.ts').then((file) => {
      clips = file
    })
    const copy = (event: ClipboardEvent) => {
      if (!clips || isTyping(event) || getSelection()?.isCollapsed === false) return
      const state = store.getState()
      const text = clips.clipOf(state.viewing?.drawing ?? state.drawing, selectedIds(state))
      if (text === '') return
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
      if (event.type === 'cut') removeSelected(store)
    }
    const paste = async (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (isTyping(event) || text === '') return
      const clip = clips?.readClip(text)
      const middle = { x: window.innerWidth / 2 - 100, y: window.innerHeight / 2 - 100 }
      if (clip) await pasteClip(store, clip, screenToFlowPosition(middle))
    }
    const onPaste = (event: ClipboardEvent) => void paste(event)
    document.addEventListener('copy', copy)
    document.addEventListener('cut', copy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', copy)
      document.removeEventListener('paste', onPaste)
    }
  }, [store, screenToFlowPosition])
}

function focusSearch(): void {
  const field = document.querySelector(`[${SEARCH_FIELD}]`)
  if (field instanceof HTMLInputElement) field.select()
}

function isTyping({ target }: Event): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role=dialog],[role=menu],[role=listbox]') !== null
  )
}

function take(event: KeyboardEvent, act: (() => void) | undefined): void {
  if (!act) return
  event.preventDefault()
  act()
}

import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { isFree, shortcutsOn, useKeyDown } from '#web/base/shortcuts.ts'
import {
  arrangeSelected,
  chosenWithin,
  duplicateSelected,
  pasteClip,
  removeSelected,
  toggleFold,
} from '#web/flow/actions.ts'
import {
  ADD_FIELD,
  focusCard,
  focusField,
  focusFrame,
  focusInspector,
  isInInspector,
  SEARCH_FIELD,
} from '#web/flow/canvas/focus.ts'
import { useAdd } from '#web/flow/canvas/use-add.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { middleOfCanvas, useBringIntoView } from '#web/flow/canvas/use-into-view.ts'
import { FIT_VIEW } from '#web/flow/canvas/ZoomBar.tsx'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import type { Arrangement } from '#web/flow/drawing/align.ts'
import type * as Clips from '#web/flow/model/clip.ts'
import { type FlowStore, redoEdit, selectedIds, selectOnly, undoEdit } from '#web/flow/model/store.ts'
import { tidy } from '#web/flow/tidy.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { toast } from '#web/ui/Toast.tsx'

type Acts = {
  readonly onTest: (() => void) | null
  readonly onPublish: () => void
  readonly onComments: () => void
}

/** The keys of the canvas, off while one types; copy and paste go through the system's clipboard. */
export function useCanvasKeys({ onTest, onPublish, onComments }: Acts): void {
  const store = useFlowStore()
  const { fitView, zoomIn, zoomOut } = useReactFlow()
  const nextProblem = useNextProblem()
  const add = useAdd()
  const walk = useWalk()
  useClipboard()
  const withCtrl: Readonly<Record<string, () => void>> = {
    z: () => undoEdit(store),
    Z: () => redoEdit(store),
    y: () => redoEdit(store),
    d: () => duplicateSelected(store),
    a: () =>
      selectOnly(
        store,
        store.getState().cards.flatMap((card) => (card.hidden ? [] : [card.id])),
      ),
  }
  const arrange = (how: Arrangement) => () => arrangeSelected(store, how)
  const withAlt: Readonly<Record<string, () => void>> = {
    KeyA: arrange('left'),
    KeyW: arrange('top'),
    'Shift KeyH': arrange('across'),
    'Shift KeyV': arrange('down'),
  }
  const alone: Readonly<Record<string, () => void>> = {
    Delete: () => removeSelected(store),
    Backspace: () => removeSelected(store),
    Home: () => walk('start'),
    PageDown: () => walk('next'),
    PageUp: () => walk('before'),
    Escape: () => {
      store.setState({ marked: null })
      selectOnly(store, [])
    },
  }
  const letters: Readonly<Record<string, () => void>> = {
    f: () => void fitView(FIT_VIEW),
    n: () => focusField(ADD_FIELD),
    b: () => focusFrame(add.frame()),
    z: () => foldChosen(store),
    c: onComments,
    p: () => store.getState().canEdit && onPublish(),
    L: () => void tidy(store).then(() => fitView(FIT_VIEW)),
    '+': () => void zoomIn(),
    '=': () => void zoomIn(),
    '-': () => void zoomOut(),
    ...(onTest ? { t: onTest } : {}),
  }
  useKeyDown((event) => take(event, actOf(event)))

  function actOf(event: KeyboardEvent): (() => void) | undefined {
    const always = actOfAnyPlace(event)
    if (always || isTyping(event)) return always
    if (isCtrl(event)) return withCtrl[event.key]
    if (event.altKey) return withAlt[`${event.shiftKey ? 'Shift ' : ''}${event.code}`]
    return isFree(event) ? actOfFreeKey(event) : undefined
  }

  /** Keys that also work while one types. */
  function actOfAnyPlace(event: KeyboardEvent): (() => void) | undefined {
    if (event.key === 'F8') return nextProblem
    if (isCtrl(event) && event.key === 'f') return () => focusField(SEARCH_FIELD)
    if (event.key !== 'Escape' || event.defaultPrevented || !isInInspector(event.target)) return undefined
    return () => focusCard(selectedIds(store.getState())[0] ?? '')
  }

  function actOfFreeKey({ key, target }: KeyboardEvent): (() => void) | undefined {
    const card = key === 'Enter' ? cardUnder(target) : null
    if (card) return () => openCard(store, card)
    const frame = key === 'Enter' ? cardUnder(target, 'frame') : null
    if (frame) return () => openFrame(store, frame)
    return alone[key] ?? (shortcutsOn() ? letters[key] : undefined)
  }
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

/**
 * From step to step, left to right, also to those that are not in the page because they are out of sight. Where the start is
 * one comes to from anywhere.
 */
function useWalk(): (to: 'start' | 'next' | 'before') => void {
  const store = useFlowStore()
  const goTo = useGoTo()
  return (to) => {
    const state = store.getState()
    const { start } = (state.viewing?.drawing ?? state.drawing).definition
    const steps = state.cards
      .filter(({ type, hidden }) => type === 'step' && !hidden)
      .toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)
      .map(({ id }) => id)
    const here = cardUnder(document.activeElement) ?? selectedIds(state)[0] ?? start
    const next = to === 'start' ? start : steps[steps.indexOf(here) + (to === 'next' ? 1 : -1)]
    if (!next) return
    goTo(next)
    focusCard(next)
  }
}

function useClipboard(): void {
  const words = useCanvasWords()
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  const bringIntoView = useBringIntoView()
  useEffect(() => {
    // The system wants the text of a copy while the event runs; a paste can wait for its reader.
    let clips: typeof Clips | undefined
    const coming = import('#web/flow/model/clip.ts')
    void coming.then((file) => {
      clips = file
    })
    const copy = (event: ClipboardEvent) => {
      if (!clips || isTyping(event) || getSelection()?.isCollapsed === false) return
      const state = store.getState()
      const text = clips.clipOf(state.viewing?.drawing ?? state.drawing, chosenWithin(state))
      if (text === '') return
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
      if (event.type === 'cut') removeSelected(store)
    }
    const paste = async (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (isTyping(event) || text === '') return
      const { readClip, STEPS_MAX } = await coming
      const { canEdit, viewing } = store.getState()
      if (!canEdit || viewing) return
      const clip = readClip(text)
      if (typeof clip === 'string') return toast(words(`paste.${clip}`), { tone: 'problem' })
      const pasted = await pasteClip(store, clip, screenToFlowPosition(middleOfCanvas()))
      if (pasted.length === 0) toast(words('paste.full', { max: STEPS_MAX }), { tone: 'problem' })
      bringIntoView(pasted)
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
  }, [store, screenToFlowPosition, bringIntoView, words])
}

function isCtrl({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey
}

/** The step, or frame, whose card has the focus. */
function cardUnder(target: EventTarget | null, type: 'step' | 'frame' = 'step'): string | null {
  const isCard = target instanceof Element && target.matches(`.react-flow__node-${type}`)
  return isCard ? target.getAttribute('data-id') : null
}

/** Opens a step and puts the cursor into its panel. */
function openCard(store: FlowStore, id: string): void {
  selectOnly(store, [id])
  focusInspector(id)
}

/** Chooses a frame and puts the cursor into its title. */
function openFrame(store: FlowStore, id: string): void {
  selectOnly(store, [id])
  focusFrame(id)
}

/** Folds the chosen frames, or opens them. */
function foldChosen(store: FlowStore): void {
  for (const { id, type, selected } of store.getState().cards)
    if (type === 'frame' && selected) toggleFold(store, id)
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

import { applyNodeChanges, type Edge, type EdgeChange, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Drawing, Place } from '#core/flow/edit.ts'
import type { Fix } from '#core/flow/fix/fix.ts'
import type { Problem } from '#core/flow/problem.ts'
import type { StepChange } from '#core/flow/version/diff.ts'
import { type Card, cardsOf, edgesOf, isDrawnSame } from '#web/flow/drawing/cards.ts'
import { insideOf } from '#web/flow/drawing/frame.ts'
import { nextSaving, type SaveNews, type Saving } from '#web/flow/model/autosave.ts'
import { type History, type Label, noHistory, record, redo, seal, undo } from '#web/flow/model/history.ts'

/** A published version that is looked at; the draft waits behind it, untouched. */
type Viewing = {
  readonly version: number
  readonly versionId: string
  readonly drawing: Drawing
  /** Two drawings are shown as one: how they are called. */
  readonly compared?: { readonly before: string; readonly after: string }
}

/** Steps that two people changed: in `kept` ours stands, in `replaced` theirs has taken the place of ours. */
export type Met = { readonly kept: readonly string[]; readonly replaced: readonly string[] }

/** People who came by a step, and those of them who did not go on from it. */
export type StepTraffic = { readonly entered: number; readonly lost: number }

export type FlowState = {
  readonly flowId: string
  /** The draft. What the canvas shows is `viewing` when a version is looked at. */
  readonly drawing: Drawing
  /** The draft as the server has it at the revision that `saving` names. */
  readonly base: Drawing
  /** What became of parts that somebody else changed as well; told once. */
  readonly met: Met | null
  readonly viewing: Viewing | null
  readonly cards: readonly Card[]
  readonly edges: readonly Edge[]
  readonly selectedWays: ReadonlySet<string>
  readonly history: History<Drawing>
  readonly saving: Saving
  readonly problems: readonly Problem[]
  /** The worst problem of each step that has one. */
  readonly levels: Readonly<Record<string, Problem['severity']>>
  /** How to mend a problem, for those that one edit mends. */
  readonly fixes: ReadonlyMap<Problem, Fix>
  /** The problem whose path the canvas shows. */
  readonly marked: Problem | null
  /** Steps of the last traced run, in the order of their first entering. */
  readonly trace: readonly string[]
  /** People at each step of late; null: nobody asked for it. */
  readonly traffic: ReadonlyMap<string, StepTraffic> | null
  /** Open comments of each step that has some. */
  readonly comments: ReadonlyMap<string, number>
  /** Where on the canvas the comment that is being written would stand. */
  readonly commentAt: Readonly<{ x: number; y: number }> | null
  /** The thread whose pin was pressed. */
  readonly commentFocus: string | null
  readonly comparing: boolean
  readonly changes: Readonly<Record<string, StepChange>>
  /** How each step fared that some test came by, while the tests are looked at. */
  readonly tested: Readonly<Record<string, 'passed' | 'failed'>>
  readonly canEdit: boolean
  /** What moves with a frame that is being moved; it is found out when the move begins. */
  readonly carried: ReadonlyMap<string, readonly string[]>
  /** Folded frames that somebody looks into who may not, or does not, change them. */
  readonly opened: ReadonlySet<string>
  /** What the other flows are called, by id. */
  readonly flowNames: Readonly<Record<string, string>>
}
export type FlowStore = StoreApi<FlowState>

type Options = {
  readonly flowId: string
  readonly drawing: Drawing
  readonly revision: number
  readonly canEdit: boolean
}

/** The state of one open builder. It changes only through the functions of this file. */
export function createFlowStore({ flowId, drawing, revision, canEdit }: Options): FlowStore {
  return createStore<FlowState>(() => ({
    flowId,
    drawing,
    base: drawing,
    met: null,
    viewing: null,
    cards: cardsOf(drawing, []),
    edges: edgesOf(drawing.definition, []),
    selectedWays: new Set<string>(),
    history: noHistory,
    saving: { state: 'saved', revision },
    problems: [],
    levels: {},
    fixes: new Map<Problem, Fix>(),
    marked: null,
    trace: [],
    traffic: null,
    comments: new Map<string, number>(),
    commentAt: null,
    commentFocus: null,
    comparing: false,
    changes: {},
    tested: {},
    canEdit,
    carried: NOTHING_CARRIED,
    opened: new Set<string>(),
    flowNames: {},
  }))
}

/** The draft is open again: it, its undo and its saving are as they were left; what was only looked at is put away. */
export function comeBack(store: FlowStore): void {
  store.setState(({ drawing, flowNames, ...left }) => {
    const { flowId, base, history, saving, canEdit, opened } = left
    const fresh = createFlowStore({ flowId, drawing, revision: saving.revision, canEdit }).getState()
    const cards = cardsOf(drawing, [], opened)
    return { ...fresh, cards, base, history: seal(history), saving, opened, flowNames }
  })
}

const NOTHING_CARRIED: ReadonlyMap<string, readonly string[]> = new Map()

export type EditOptions = { readonly group?: string; readonly select?: readonly string[] }

/** Changes the draft, remembers how to undo it, and marks it as to be saved. */
export function edit(
  store: FlowStore,
  label: Label,
  change: (drawing: Drawing) => Drawing,
  { group, select }: EditOptions = {},
): void {
  const state = store.getState()
  if (!state.canEdit || state.viewing) return
  const drawing = change(state.drawing)
  if (drawing === state.drawing) return
  const history = record(state.history, state.drawing, label, group ?? null)
  show(store, drawing, { history, saving: nextSaving(state.saving, { kind: 'edited' }) })
  if (select) selectOnly(store, select)
}

export function undoEdit(store: FlowStore): void {
  const { history, drawing, viewing } = store.getState()
  if (!viewing) goTo(store, undo(history, drawing))
}

export function redoEdit(store: FlowStore): void {
  const { history, drawing, viewing } = store.getState()
  if (!viewing) goTo(store, redo(history, drawing))
}

/** What the canvas reports: selection at once; places are kept in the cards until the drag ends. */
export function onCardChanges(store: FlowStore, changes: readonly NodeChange<Card>[]): void {
  const { canEdit, viewing } = store.getState()
  const fixed = !canEdit || viewing !== null
  const wanted = changes.filter(
    ({ type }) => type === 'select' || (type === 'position' && !fixed) || type === 'dimensions',
  )
  const known = wanted.filter((change) => change.type !== 'dimensions' || change.resizing)
  if (known.length === 0) return
  const { cards, carried } = carryAlong(store.getState(), known)
  store.setState({ cards, carried })
}

/** Applies what changed; what lies in a frame goes along with it, unless it moves by itself. */
function carryAlong({ cards, carried }: FlowState, changes: readonly NodeChange<Card>[]) {
  // Frames are the last of the cards.
  if (cards.at(-1)?.type !== 'frame') return { cards: applyNodeChanges([...changes], [...cards]), carried }
  const moving = new Set(changes.flatMap((change) => (change.type === 'position' ? [change.id] : [])))
  const along: NodeChange<Card>[] = []
  const now = new Map(carried)
  for (const change of changes) {
    const frame = 'id' in change ? cards.find(({ id }) => id === change.id) : undefined
    if (frame?.type !== 'frame') continue
    if (change.type === 'select') now.delete(frame.id)
    if (change.type !== 'position' || !change.position) continue
    const inside = now.get(frame.id) ?? insideOf(frame, cards)
    now.set(frame.id, inside)
    const still = cards.filter(({ id }) => inside.includes(id) && !moving.has(id))
    along.push(...still.map((card) => movedBy(card, gap(frame.position, change.position ?? frame.position))))
  }
  return { cards: applyNodeChanges([...changes, ...along], [...cards]), carried: now }
}

function gap(from: Place, to: Place): Place {
  return { x: to.x - from.x, y: to.y - from.y }
}

function movedBy({ id, position }: Card, { x, y }: Place): NodeChange<Card> {
  return { type: 'position', id, position: { x: position.x + x, y: position.y + y } }
}

/** Shows a frame in another size while its corner is pulled. */
export function sizeFrame(
  store: FlowStore,
  id: string,
  size: { readonly width: number; readonly height: number },
): void {
  store.setState(({ cards }) => ({
    cards: cards.map((card) => (card.id === id ? { ...card, ...size, measured: size } : card)),
  }))
}

/** A move is over: the next one finds out anew what lies in a frame. */
export function endCarrying(store: FlowStore): void {
  store.setState({ carried: NOTHING_CARRIED })
}

export function selectOnly(store: FlowStore, ids: readonly string[]): void {
  const chosen = new Set(ids)
  store.setState(({ cards }) => ({
    selectedWays: new Set<string>(),
    cards: cards.map((card) =>
      (card.selected ?? false) === chosen.has(card.id) ? card : { ...card, selected: chosen.has(card.id) },
    ),
  }))
}

/** Shows what a folded frame stands for, or folds it again, on this screen alone. */
export function lookInto(store: FlowStore, id: string, isOpen: boolean): void {
  store.setState(({ drawing, viewing, cards, opened: before }) => {
    const opened = new Set(before)
    if (isOpen) opened.add(id)
    else opened.delete(id)
    return { opened, cards: cardsOf(viewing?.drawing ?? drawing, cards, opened) }
  })
}

/** The chosen cards. Many parts ask at every change, so they are picked out once for each list of cards. */
export function selectedIds({ cards }: Pick<FlowState, 'cards'>): readonly string[] {
  const known = chosenOf.get(cards)
  if (known) return known
  const ids = cards.filter((card) => card.selected).map((card) => card.id)
  chosenOf.set(cards, ids)
  return ids
}
const chosenOf = new WeakMap<readonly Card[], readonly string[]>()

/** How many steps the canvas shows, counted once for each list of cards. */
export function countSteps({ cards }: Pick<FlowState, 'cards'>): number {
  const known = countOf.get(cards) ?? cards.filter(({ type }) => type === 'step').length
  countOf.set(cards, known)
  return known
}
const countOf = new WeakMap<readonly Card[], number>()

/** Shows a published version in place of the draft, or the draft again. */
export function view(store: FlowStore, viewing: Viewing | null): void {
  const { drawing } = viewing ?? store.getState()
  store.setState(({ cards, edges, opened }) => ({
    viewing,
    selectedWays: new Set<string>(),
    cards: cardsOf(drawing, cards, opened),
    edges: edgesOf(drawing.definition, edges),
  }))
}

/** The server's draft takes the place of ours, as an edit that can be undone when ours held unsaved work. */
export function adopt(store: FlowStore, drawing: Drawing, revision: number, label: Label | null): void {
  const state = store.getState()
  const history = label ? record(state.history, state.drawing, label, null) : state.history
  show(store, drawing, { history, saving: nextSaving(state.saving, { kind: 'adopted', revision }) })
  store.setState({ base: drawing })
}

/** Somebody else's later draft came under ours: what the canvas shows, what undo goes back to, what is still to be saved. */
export function takeIn(
  store: FlowStore,
  { drawing, history, base }: Pick<FlowState, 'drawing' | 'history' | 'base'>,
  news: SaveNews,
  met: Met | null,
): void {
  show(store, drawing, { history, saving: nextSaving(store.getState().saving, news) })
  store.setState(met ? { base, met } : { base })
}

/** Ours shall replace what the server has. */
export function insist(store: FlowStore, base: Drawing, revision: number): void {
  store.setState({ base })
  tellSaving(store, { kind: 'insist', revision })
}

/** The server has taken this drawing. */
export function tellSaved(store: FlowStore, base: Drawing, revision: number): void {
  store.setState({ base })
  tellSaving(store, { kind: 'saved', revision })
}

/** News of saving. */
export function tellSaving(store: FlowStore, news: SaveNews): void {
  store.setState(({ saving }) => ({ saving: nextSaving(saving, news) }))
}

function goTo(store: FlowStore, step: { history: History<Drawing>; value: Drawing } | undefined): void {
  const { canEdit, saving } = store.getState()
  if (!step || !canEdit) return
  show(store, step.value, { history: step.history, saving: nextSaving(saving, { kind: 'edited' }) })
}

function show(store: FlowStore, drawing: Drawing, rest: Pick<FlowState, 'history' | 'saving'>): void {
  store.setState(({ cards, edges, viewing, opened, drawing: before }) => {
    // A key in the inspector seldom moves anything: then the canvas, its map and its ways are left alone.
    if (viewing || isDrawnSame(before, drawing)) return { drawing, ...rest }
    const isSame = before.definition === drawing.definition
    return {
      drawing,
      ...rest,
      cards: cardsOf(drawing, cards, opened),
      edges: isSame ? [...edges] : edgesOf(drawing.definition, edges),
    }
  })
}

/** Which ways are chosen: clicking one on the canvas lets Delete take it. */
export function selectWays(store: FlowStore, changes: readonly EdgeChange[]): void {
  const selected = changes.filter((change) => change.type === 'select')
  if (selected.length === 0) return
  store.setState(({ selectedWays }) => {
    const next = new Set(selectedWays)
    for (const change of selected) {
      if (change.selected) next.add(change.id)
      else next.delete(change.id)
    }
    return { selectedWays: next }
  })
}

/** Marks the panel of the chosen step, what is wrong with it, the field that steps are added by, and the field that they are found by. */
export const INSPECTOR = 'data-inspector'
export const PROBLEMS = 'data-step-problems'
export const ADD_FIELD = 'data-step-add'
export const SEARCH_FIELD = 'data-step-search'
export const COMMENT_FIELD = 'data-comment-field'

/** Frames in which a panel that is being fetched may still appear. */
const FRAMES_MAX = 90
const FIELDS = `fieldset :is(textarea, input, select, button):not(:disabled, [${PROBLEMS}] *)`

/** Puts the cursor into the panel of a step that was just chosen, as soon as it stands there. */
export function focusInspector(id: string, frames = FRAMES_MAX): void {
  const panel = document.querySelector(`[${INSPECTOR}="${CSS.escape(id)}"]`)
  const text = panel?.querySelector<HTMLElement>('fieldset textarea:not(:disabled)')
  const field = text ?? panel?.querySelector<HTMLElement>(FIELDS)
  if (field) field.focus()
  else if (frames > 0) requestAnimationFrame(() => focusInspector(id, frames - 1))
}

/** Goes back from the panel to the card that it is about. */
export function focusCard(id: string, frames = FRAMES_MAX): void {
  const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  if (card instanceof HTMLElement) card.focus({ preventScroll: true })
  else if (frames > 0) requestAnimationFrame(() => focusCard(id, frames - 1))
}

/** Puts the cursor into the title of a frame, as soon as it stands there. */
export function focusFrame(id: string, frames = FRAMES_MAX): void {
  const title = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"] input`)
  if (title instanceof HTMLInputElement) title.focus({ preventScroll: true })
  else if (frames > 0) requestAnimationFrame(() => focusFrame(id, frames - 1))
}

export function focusField(mark: typeof ADD_FIELD | typeof SEARCH_FIELD): void {
  const field = document.querySelector(`[${mark}]`)
  if (field instanceof HTMLInputElement) field.select()
}

/** Puts the cursor into the field for a new comment, as soon as its panel stands there. */
export function focusComment(frames = FRAMES_MAX): void {
  const field = document.querySelector<HTMLElement>(`[${COMMENT_FIELD}] textarea`)
  if (field) field.focus()
  else if (frames > 0) requestAnimationFrame(() => focusComment(frames - 1))
}

export function isInInspector(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`[${INSPECTOR}]`) !== null
}

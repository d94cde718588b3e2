/** Brings a step of the phone's outline into view. */
export function useOutlineStep(): (id: string) => void {
  return (id) => document.getElementById(outlineId(id))?.scrollIntoView({ block: 'start' })
}

export function outlineId(step: string): string {
  return `outline-${step}`
}

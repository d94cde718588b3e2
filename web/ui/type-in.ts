/** Writes into a field as its writer would: what is typed can be undone by Ctrl+Z, and the field's own limit holds. */
export function typeIn(
  field: HTMLTextAreaElement,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  field.focus()
  field.setSelectionRange(from, to)
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

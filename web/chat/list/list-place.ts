/** Where the list was left, so that coming back from a chat finds the same rows. One list is seen at a time. */
let left: { readonly list: string; readonly offset: number } | null = null

export function leaveListAt(list: string, offset: number): void {
  left = { list, offset }
}

export function listOffset(list: string): number {
  return left?.list === list ? left.offset : 0
}

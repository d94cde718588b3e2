/** Small choices of this device (theme, language, open panels). Storage may be off: then nothing is remembered. */
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // a full or forbidden storage only costs the memory of a choice
  }
}

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // same as never chosen
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // nothing was kept, so nothing is to be forgotten
  }
}

/** Class names in one string; everything else is left out. */
export function cx(...parts: readonly unknown[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ')
}

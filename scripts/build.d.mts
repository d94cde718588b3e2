export const BUILDS_KEPT: number
export function keepPieces(out: string, builds: readonly (readonly string[])[]): string[][]

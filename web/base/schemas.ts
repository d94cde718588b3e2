type ZodHome = typeof globalThis & { __zod_globalConfig?: { jitless?: boolean } }

/**
 * Readies the schema library before any part of the page fetches it: this page's security policy forbids making code from text,
 * and the library would try it once to find out.
 */
export function readySchemas(): void {
  const home: ZodHome = globalThis
  home.__zod_globalConfig ??= { jitless: true }
}

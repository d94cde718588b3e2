type Asked = { readonly answer: Promise<Response>; readonly at: number }

/** An answer that nobody took for so long is told no more: the cache would ask again too. */
const KEPT_MS = 30_000

/**
 * The answer to a question that public/boot.js asked while the program was still on its way; undefined: it did not. Each is
 * taken once, so that whoever asks again asks the server.
 */
export function takeAsked(path: string): Promise<Response> | undefined {
  const asked = (globalThis as { asked?: Map<string, Asked> }).asked
  const found = asked?.get(path)
  asked?.delete(path)
  return found && performance.now() - found.at < KEPT_MS ? found.answer : undefined
}

export type PageLanguage = 'id' | 'en'

type Page = {
  readonly language: PageLanguage
  readonly title: string
  /** The address of its style sheet, from where the page lies. */
  readonly style: string
  readonly body: string
}

/** A page of the simulator's own: no script, one style sheet; whoever writes its body escapes every word. */
export function htmlPage({ language, title, style, body }: Page): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${style}">
<main>${body}</main>
</html>
`
}

/** Indonesian, unless the browser asks for English first. */
export function pageLanguage(headers: Readonly<Record<string, unknown>>): PageLanguage {
  return /^\s*en\b/i.test(String(headers['accept-language'] ?? '')) ? 'en' : 'id'
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rolldown } from 'vite'

/** A path beside this file as the bundler writes it. */
export function fromRoot(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url)).replaceAll('\\', '/')
}
const ROOT = fromRoot('..')

/** What a visit begins with: the program behind the door, the one before it, and every page. */
const PAGE = /^web\/(?:(app|door)|[a-z]+\/(\w+Page))\.tsx$/

/** What several pages begin with, beside what all do; of two that fit, the first counts. */
const SHARED: readonly [piece: string, path: RegExp][] = [
  [
    'kit',
    /^web\/(?:(?:base|ui)\/(?!Checkbox|Wa|phone\.css|taken-focus)|flow\/(?:files|use-wide)\.|workspace\/(?:zone|ClockInput|RemoveDialog)|contact\/tag-tone)/,
  ],
  [
    'kit',
    /^core\/(?:base\/(?:assert|calendar|decimal|text|zone)|flow\/kind|contact\/field\/(?:catalogue|value)|policy\/price\/(?:micro|regime)|whatsapp\/read|workspace\/role)\.ts$/,
  ],
  ['controls', /^node_modules\/(?:@base-ui|@floating-ui)\/|^web\/ui\/Checkbox\./],
  ['list', /^node_modules\/@tanstack\//],
  [
    'talk',
    /^web\/(?:ui\/(?:Wa(?:Media|Text)\.|phone\.css)|whatsapp\/(?:verdict\/(?:use-cost|words)|locales\/verdict))|^core\/(?:whatsapp\/(?:format|finding|place|template\/variable)|chat\/canned\.|policy\/(?:judged|window)\.|workspace\/mention)/,
  ],
  ['rename', /^web\/flow\/list\/(?:RenameDialog|names)\./],
  [
    'written',
    /^core\/whatsapp\/template\/(?:rule\/(?!limits)|normal-name|decode-part)|^web\/whatsapp\/template\/(?:editor\/(?!use-writing)|part\/|edit\/(?!edit\.))/,
  ],
  [
    'filled',
    /^core\/whatsapp\/(?:template\/(?:fill\/(?!sentence)|rule\/limits)|encode-template|check-field)/,
  ],
  [
    'template',
    /^core\/whatsapp\/template\/(?!template\.ts)|^web\/(?:ui\/WaCards|whatsapp\/(?:template|locales\/template|phone\/EmojiMenu))/,
  ],
  [
    'simulator',
    /^virtual:sim-doors|^core\/whatsapp\/sim-problem|^web\/whatsapp\/(?:phone|sim|trace|locales\/silence)/,
  ],
  ['number', /^web\/whatsapp\/(?:words|locales\/id\.|channel\/)/],
  ['connect', /^web\/whatsapp\/(?:channel-words|connect|locales\/c)/],
  ['place', /^web\/workspace\//],
  [
    'audience',
    /^(?:core|web)\/contact\/(?:list|locales\/list)|^web\/flow\/(?:control\/SendHours|sequence\/|locales\/sequence)/,
  ],
  ['flow', /^(?:web|core)\/flow\/(?!bundle|locales\/bundle)|^node_modules\/zustand\//],
  ['broadcast', /^(?:web|core)\/broadcast\/|^web\/policy\/|^core\/base\/csv\.ts$/],
]

/** What weighs too much for later parts of other pages to bring all of it along. */
const HEAVY = new Set(['controls', 'list', 'template', 'number', 'connect', 'place'])

/**
 * The piece a module comes in, so that a page is there after few requests: what the door and the workspace need, what the workspace
 * needs, what one page alone begins with, and what several do. No module is in a piece that one of those it imports leads back to, for
 * pages need what their modules need. What no page begins with, the bundler parts by itself.
 */
export function pieceOf(id: string, graph: Graph): string | null {
  const path = pathOf(id)
  const users = usersOf(id, graph)
  const { pages } = users
  const shared = SHARED.find(([, test]) => test.test(path))?.[0] ?? null
  const isIcon = path.startsWith('node_modules/lucide-react/')
  if (pages.has('app') || (isIcon && users.visits > 1)) return pages.has('door') ? 'ground' : 'kit'
  if (pages.has('door')) return pages.size > 1 ? 'ground' : null // the door itself is a piece already
  if (pages.size > 1) return shared
  return users.visits > 1 && leans(id, graph) ? null : pieceOfOne(users, shared)
}

/** What later parts of other pages want too is no part of a page's own piece: they would bring all of it along. */
function pieceOfOne({ pages, wishers }: Users, shared: string | null): string | null {
  const [page = null] = pages
  if (wishers.size === 1) return page
  return page && shared && !HEAVY.has(shared) ? shared : null
}

type Graph = Rolldown.ChunkingContext
type Users = {
  /** The pages that begin with it. */
  readonly pages: ReadonlySet<string>
  /** The pages from which it may be wanted at all. */
  readonly wishers: ReadonlySet<string>
  /** How many pages and later parts need it. */
  readonly visits: number
}

function usersOf(id: string, graph: Graph): Users {
  const infoOf = (one: string) => graph.getModuleInfo(one)
  const needed = upFrom(id, (one) => infoOf(one)?.importers ?? [])
  const wanted = upFrom(id, (one) => {
    const info = pageOf(one) ? null : infoOf(one)
    return info ? [...info.importers, ...info.dynamicImporters] : []
  })
  const isVisit = (one: string) => infoOf(one)?.isEntry || infoOf(one)?.dynamicImporters.length
  return { pages: pagesIn(needed), wishers: pagesIn(wanted), visits: needed.filter(isVisit).length }
}

/** A module and all that lead to it. */
function upFrom(id: string, leadingTo: (id: string) => readonly string[]): readonly string[] {
  const found = new Set([id])
  for (const one of found) for (const next of leadingTo(one)) found.add(next)
  return [...found]
}

function pagesIn(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.map(pageOf).filter((page) => page !== undefined))
}

/** The name of a page; undefined: it is none. */
function pageOf(id: string): string | undefined {
  const [, ...names] = PAGE.exec(pathOf(id)) ?? []
  return names.find((name) => name !== undefined)
}

/** Rules that lean on a library: a page may name them without needing them. */
function leans(id: string, graph: Graph): boolean {
  return (
    pathOf(id).startsWith('core/') &&
    !!graph.getModuleInfo(id)?.importedIds.some((one) => /node_modules/.test(one))
  )
}

function pathOf(id: string): string {
  const [path = ''] = id.replaceAll('\\', '/').split('?')
  const library = path.lastIndexOf('node_modules/')
  if (library >= 0) return path.slice(library)
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path.replace('\0', '')
}

/** Imports every icon from its own file: only so is it known which page needs which. */
export function iconsApart(): Plugin {
  const all = readFileSync(fromRoot('../node_modules/lucide-react/dist/esm/lucide-react.mjs'), 'utf8')
  const files = new Map<string, string>()
  for (const [, names = '', file = ''] of all.matchAll(
    /export \{ ([^}]+) \} from '\.\/icons\/([\w-]+)\.mjs'/g,
  ))
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, file)
  const apart = (one: string) => {
    const [name = '', as = name] = one.split(/ as /)
    const file = files.get(name)
    if (!file) throw new Error(`no icon is called ${name}`)
    return `import ${as} from 'lucide-react/icons/${file}';`
  }
  return {
    name: 'icons-apart',
    enforce: 'pre',
    apply: 'build',
    transform: (code) =>
      code.includes("'lucide-react'")
        ? code.replace(/import \{([^}]+)\} from 'lucide-react'/g, (_, names: string) =>
            names
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== '' && !name.startsWith('type '))
              .map(apart)
              .join(''),
          )
        : null,
  }
}

/** A piece that only hands on what another one holds is a request for nothing: whoever asks for it asks for the other. */
export function straightOn(): Plugin {
  const HANDS_ON = /^export\{([^}]+)\}from(["'`])\.\/([\w.-]+)\2;?\s*$/
  const ASKS = /import\((["'`])\.\/([\w.-]+)\1\)/g
  return {
    name: 'straight-on',
    apply: 'build',
    generateBundle: {
      order: 'pre',
      handler(_, bundle) {
        const pieces = Object.values(bundle).filter((piece) => piece.type === 'chunk')
        const others = new Map<string, string>()
        for (const { code, fileName } of pieces) {
          const [, names, , file] = HANDS_ON.exec(code) ?? []
          if (!names || !file) continue
          const each = names.split(',').map((name) => name.trim().split(' as '))
          const held = each.map(([from = '', to = from]) => `${to}:m.${from}`)
          others.set(fileName.replace(/^.*\//, ''), `import("./${file}").then(m=>({${held}}))`)
        }
        for (const piece of pieces)
          piece.code = piece.code.replace(ASKS, (asks, _quote, file: string) => others.get(file) ?? asks)
      },
    },
  }
}

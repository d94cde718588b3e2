import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type IndexHtmlTransformContext, type Plugin } from 'vite'
import { fromRoot, iconsApart, pieceOf, straightOn } from './vite.pieces.ts'

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>

const VIRTUAL = ['virtual:contract', 'virtual:sim-doors']

export default defineConfig({
  root: fromRoot('.'),
  plugins: [
    contracts(),
    piecesAhead(),
    iconsApart(),
    straightOn(),
    drawnOnly(),
    neededOnly(),
    react(),
    tailwind({ optimize: false }),
  ],
  build: {
    outDir: fromRoot('../dist/web'),
    emptyOutDir: false, // scripts/build.mjs takes away what no recent build needs
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    manifest: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Schemas that nobody in the browser uses fall away, and the library with them.
      treeshake: { manualPureFunctions: ['z', 'endpoint', 'pageOf', 'memo', 'forwardRef', 'createContext'] },
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/,
              priority: 30,
            },
            // The checker behind the canvas comes when it is first needed, a library a piece.
            { name: 'patterns', test: /node_modules[\\/]re2js[\\/]/, priority: 25 },
            { name: 'merge', test: /node_modules[\\/]liquidjs[\\/]/, priority: 25 },
            { name: 'phones', test: /node_modules[\\/]libphonenumber-js[\\/]/, priority: 25 },
            { name: 'schemas', test: /node_modules[\\/]zod[\\/]/, priority: 25 },
            { name: 'canvas', test: /node_modules[\\/](@xyflow|d3-|classcat).*\.m?js$/, priority: 20 },
            // What pages begin with comes in few pieces, each with no more than itself: who needs what is known already.
            { name: pieceOf, debugName: 'pages', priority: 5, includeDependenciesRecursively: false },
            { name: 'icons', test: /[\\/]lucide-react[\\/]/, minShareCount: 2, priority: 3 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: proxyTo(process.env.WETALK_URL ?? 'http://127.0.0.1:4000') },
  preview: { host: '127.0.0.1', proxy: proxyTo(process.env.WETALK_URL ?? 'http://127.0.0.1:4000') },
})

/** Where a visit begins, by a pattern of its path: the module that is drawn there, and what it asks the server in any case, letter by letter, `*` for the path itself. */
const BEGINNINGS: readonly [path: string, module: string, ...asks: string[]][] = [
  ['^', 'app.tsx', '/api/me'],
  ['^/home', 'workspace/HomePage.tsx'],
  ['^/inbox', 'chat/InboxPage.tsx', '/api/chats?view=all&filter=open&limit=50'],
  ['^/contacts(?!/fields)', 'contact/ContactsPage.tsx'],
  ['^/flows/[^/]+$', 'flow/BuilderPage.tsx', '/api*'],
  ['^/flows/?$', 'flow/FlowsPage.tsx', '/api/flows'],
  ['^/bots', 'flow/BotsPage.tsx'],
  ['^/templates/?$', 'whatsapp/TemplatesPage.tsx'],
  ['^/templates/(?!new)', 'whatsapp/TemplatePage.tsx', '/api*'],
  ['^/broadcasts/.', 'broadcast/BroadcastPage.tsx', '/api*'],
  ['^/broadcasts/?$', 'broadcast/BroadcastsPage.tsx'],
  ['^/channels/?$', 'whatsapp/ChannelsPage.tsx', '/api/channel'],
  ['^/simulator', 'whatsapp/SimulatorPage.tsx', '/api/simulator'],
  ['^/settings', 'workspace/SettingsPage.tsx'],
]

/** Tells public/boot.js the pieces and questions of the first page, so that they travel together and not one after the other. */
function piecesAhead(): Plugin {
  return {
    name: 'pieces-ahead',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html
        const places = BEGINNINGS.map(([path, module, ...asks]) => ({
          path,
          asks,
          pieces: piecesOf(bundle, module),
        }))
        const files = [...new Set(places.flatMap(({ pieces }) => pieces))]
        const ahead = {
          files,
          places: places.map((place) => ({
            ...place,
            pieces: place.pieces.map((file) => files.indexOf(file)),
          })),
        }
        return html.replace('src="/boot.js"', `src="/boot.js" data-ahead='${JSON.stringify(ahead)}'`)
      },
    },
  }
}

/** A module's piece and all that it imports, by their addresses. */
function piecesOf(bundle: Bundle, module: string): string[] {
  const root = Object.values(bundle).find(
    (piece) => piece.type === 'chunk' && piece.moduleIds.includes(fromRoot(`./${module}`)),
  )
  if (!root) throw new Error(`the build has a piece for ${module}`)
  const found = new Set([root.fileName])
  for (const name of found) {
    const piece = bundle[name]
    if (piece?.type === 'chunk') for (const next of piece.imports) found.add(next)
  }
  return [...found].map((name) => `/${name}`)
}

/** The canvas library's style sheet without what is never drawn here, and without colours in place of ours (`canvas.css`). */
function drawnOnly(): Plugin {
  const undrawn =
    /[^{}]*(?:\.react-flow(?:\.dark|__(?:minimap|controls|resize-control|arrowhead|edge-text|edgelabel|handle-(?:top|bottom)|node-(?:input|default|output|group)))|\.(?:lines|cross|(?:left|right)\.center))[^{}]*\{[^{}]*\}/g
  const defaults = /--xy-[\w-]+-default:[^;]+;/g
  const inPlace = /,\s*var\(--xy-[\w-]+-default\)/g
  return {
    name: 'drawn-only',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('@xyflow/react/dist/base.css')
        ? code.replace(undrawn, '').replace(defaults, '').replace(inPlace, '')
        : null,
  }
}

/** The sheet without what it says to browsers that register no properties or mix no colours, which are older than `cssTarget`. */
function neededOnly(): Plugin {
  const unregistered = /@layer properties\s*\{\s*@supports[^{]+\{[^{}]+\{[^{}]*\}\s*\}\s*\}/
  const unmixed = /[\w-]+:[^{};]+;@supports \(color:color-mix\(in lab, red, red\)\)\{([^{}]+)\}/g
  return {
    name: 'needed-only',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css'))
          file.source = String(file.source).replace(unregistered, '').replace(unmixed, '$1;')
    },
  }
}

/** Gives the browser the routes of every endpoint without their schemas, so that zod stays on the server. */
function contracts(): Plugin {
  return {
    name: 'contracts',
    resolveId: (id) => (VIRTUAL.includes(id) ? `\0${id}` : null),
    load(id) {
      if (id === '\0virtual:contract') return readContract()
      return id === '\0virtual:sim-doors' ? readSimDoors() : null
    },
  }
}

async function readContract(): Promise<string> {
  const { minifyContractRouter } = await import('@orpc/contract')
  const { api } = await readCore('api.ts')
  const routes = JSON.stringify(minifyContractRouter(api), leaveOut)
  return `const way = (route) => ({ '~orpc': { errorMap: {}, meta: {}, route } })
export const contract = ${routes.replace(ENDPOINT, 'way($1)')}`
}

/** What all endpoints have in common is written once: there are many, and every page loads them. */
const ENDPOINT = /\{"~orpc":\{"errorMap":\{\},"meta":\{\},"route":(\{[^{}]*(?:\{\w+\}[^{}]*)*\})\}\}/g

/** An endpoint without the words of its print and without who may call it: no page reads them. */
function leaveOut(key: string, value: unknown): unknown {
  if (key !== '~orpc') return value
  const { route, ...rest } = value as Endpoint
  const { summary: _summary, description: _description, tags: _tags, ...way } = route
  return { ...rest, meta: {}, route: way }
}

type Endpoint = { readonly meta: object; readonly route: Readonly<Record<string, unknown>> }

async function readSimDoors(): Promise<string> {
  const { simApi, SIM_LIVE_PATH, WORLD_KEY_HEADER } = await readCore('whatsapp/sim-api.ts')
  const doors = Object.entries<{ method: string; path: string }>(simApi).map(
    ([name, { method, path }]) => [name, { method, path }] as const,
  )
  return `export const doors = ${JSON.stringify(Object.fromEntries(doors))}
export const livePath = ${JSON.stringify(SIM_LIVE_PATH)}
export const keyHeader = ${JSON.stringify(WORLD_KEY_HEADER)}`
}

/** Node reads the product's own TypeScript; the bundler must not follow this import. */
function readCore(path: string) {
  const url = new URL(`../core/${path}`, import.meta.url).href
  return import(/* @vite-ignore */ url)
}

/** A development page speaks to a server that runs beside it. */
function proxyTo(target: string) {
  return { '/api': target, '/sim': target, '/live': { target: target.replace(/^http/, 'ws'), ws: true } }
}

import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const VIRTUAL = ['virtual:contract', 'virtual:sim-doors']
const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  plugins: [contracts(), react(), tailwind({ optimize: false })],
  build: {
    outDir: fromRoot('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    manifest: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Schemas that nobody in the browser uses fall away, and the library with them.
      treeshake: { manualPureFunctions: ['z', 'endpoint', 'pageOf'] },
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
            { name: 'canvas', test: /node_modules[\\/](@xyflow|d3-|classcat|zustand)/, priority: 20 },
            {
              name: 'words',
              test: /node_modules[\\/](i18next|react-i18next|html-parse|void-elements)/,
              priority: 18,
            },
            {
              name: 'data',
              test: /node_modules[\\/]@tanstack[\\/](?!react-virtual|virtual-core)/,
              priority: 10,
            },
            // What every page needs, before the door and behind it, comes in one piece each: few requests, no waste.
            {
              name: 'ground',
              test: /preload-helper|[\\/]web[\\/](base[\\/](api|i18n|keep|theme|session)|ui[\\/](cx|Button|Field|TextInput|Banner|Logo))\.tsx?$/,
              priority: 8,
            },
            { name: 'kit', test: isKit, priority: 6 },
            { name: 'icons', test: /[\\/]lucide-react[\\/]/, minShareCount: 3, priority: 9 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: proxyTo(process.env.WETALK_URL ?? 'http://127.0.0.1:4000') },
  preview: { host: '127.0.0.1', proxy: proxyTo(process.env.WETALK_URL ?? 'http://127.0.0.1:4000') },
})

/** Small parts of the kit and the base that all pages behind the door share; what is heavy or rare stays apart. */
function isKit(id: string): boolean {
  const part = /[\\/]web[\\/](?:base|ui)[\\/](\w[\w-]*)\.tsx?$/.exec(id)?.[1]
  return (
    part !== undefined &&
    !/Body$|^(Switch|Checkbox|Wa\w+|PhoneFrame|TypedConfirm|Copyable|taken-focus)$/.test(part)
  )
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
  return `export const contract = ${JSON.stringify(minifyContractRouter(api))}`
}

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

import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const CONTRACT = 'virtual:contract'
const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  plugins: [contract(), react(), tailwind()],
  build: {
    outDir: fromRoot('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            { name: 'canvas', test: /node_modules[\\/](@xyflow|d3-|classcat|zustand)/, priority: 20 },
            {
              name: 'words',
              test: /node_modules[\\/](i18next|react-i18next|html-parse|void-elements)/,
              priority: 18,
            },
            { name: 'data', test: /node_modules[\\/]@tanstack[\\/]/, priority: 10 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: proxyTo(process.env.WETALK_URL ?? 'http://127.0.0.1:4000') },
  preview: { host: '127.0.0.1', proxy: proxyTo(process.env.WETALK_URL ?? 'http://127.0.0.1:4000') },
})

/** Gives the browser the routes of every endpoint without their schemas, so that zod stays on the server. */
function contract(): Plugin {
  return {
    name: 'contract',
    resolveId: (id) => (id === CONTRACT ? `\0${CONTRACT}` : null),
    async load(id) {
      if (id !== `\0${CONTRACT}`) return null
      const { minifyContractRouter } = await import('@orpc/contract')
      const path = fromRoot('../core/api.ts')
      const { api } = await import(/* @vite-ignore */ path)
      return `export const contract = ${JSON.stringify(minifyContractRouter(api))}`
    },
  }
}

/** A development page speaks to a server that runs beside it. */
function proxyTo(target: string) {
  return { '/api': target, '/sim': target, '/live': { target: target.replace(/^http/, 'ws'), ws: true } }
}

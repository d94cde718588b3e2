declare module 'virtual:contract' {
  import type { AnyContractRouter } from '@orpc/contract'
  export const contract: AnyContractRouter
}

declare module 'virtual:sim-doors' {
  import type { SimDoor } from '#core/whatsapp/sim-api.ts'
  export const doors: Readonly<Record<SimDoor, { readonly method: string; readonly path: string }>>
  export const livePath: string
  export const keyHeader: string
}

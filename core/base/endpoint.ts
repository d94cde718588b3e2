import { type HTTPMethod, oc } from '@orpc/contract'

/**
 * Who may call: `public` anyone · `member` anyone signed in, before a workspace is chosen ·
 * `agent`, `admin`, `owner` members of the workspace with at least that role.
 */
export type Allow = 'public' | 'member' | 'agent' | 'admin' | 'owner'

export type EndpointMeta = { readonly allow: Allow }

type Door = {
  readonly method: HTTPMethod
  readonly path: `/${string}`
  readonly allow: Allow
  readonly summary: string
  readonly tag: string
}

/** One door of the HTTP API, as data: the server answers it, the web calls it, OpenAPI prints it. */
export function endpoint({ method, path, allow, summary, tag }: Door) {
  return oc
    .$meta<EndpointMeta>({ allow })
    .route({ method, path, summary, tags: [tag], inputStructure: 'compact' })
}

import { useQuery } from '@tanstack/react-query'
import { useFormats } from '#web/base/format.ts'
import type { Formats } from '#web/base/formats.ts'
import { orpc } from '#web/base/query.ts'

/** Times as the workspace's clock shows them, wherever the reader sits. */
export function useWorkspaceFormats(): Formats {
  return useFormats(useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.zone)
}

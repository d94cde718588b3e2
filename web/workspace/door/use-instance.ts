import { useEffect, useState } from 'react'
import { client } from '#web/base/api.ts'

type Instance = Awaited<ReturnType<typeof client.workspace.instance>>

/** What this installation tells everyone; null while it is not known, and when it cannot be reached. */
export function useInstance(): Instance | null {
  const [instance, setInstance] = useState<Instance | null>(null)
  useEffect(() => {
    client.workspace.instance().then(setInstance, () => setInstance(null)) // the form itself says what is wrong
  }, [])
  return instance
}

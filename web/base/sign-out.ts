import { client } from '#web/base/api.ts'
import { forget } from '#web/base/keep.ts'

/** Ends the session on this device, and begins anew at the first page. */
export async function signOut(): Promise<void> {
  try {
    await client.workspace.signOut()
  } finally {
    forget('signed-in')
    location.assign('/')
  }
}

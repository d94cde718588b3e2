import { useEffect, useState } from 'react'
import type { Language } from '#core/base/language.ts'
import type { InvitationView } from '#core/workspace/account-api.ts'
import { client, problemOf } from '#web/base/api.ts'

/** What an invitation is for; undefined: not known yet, or the server was not reached; null: there is none any more. */
export function useInvitation(id: string | undefined): InvitationView | null | undefined {
  const [view, setView] = useState<InvitationView | null>()
  useEffect(() => {
    if (id === undefined) return
    client.workspace.invitation({ id }).then(setView, (error: unknown) => {
      if (problemOf(error)) setView(null)
    })
  }, [id])
  return view
}

/** 4 Des 2026, as the page's language writes it. */
export function dayOf(moment: number, language: Language): string {
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'medium' }).format(
    moment,
  )
}

/** The invitation to which a sign-up leads back; undefined: it leads elsewhere. */
export function invitedBy(next: string): string | undefined {
  return /^\/undangan\/([\w-]+)$/.exec(next)?.[1]
}

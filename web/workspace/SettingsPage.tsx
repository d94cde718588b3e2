import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { usePageTitle } from '#web/base/title.ts'
import { Page } from '#web/ui/Page.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { HoursSettings } from '#web/workspace/settings/HoursSettings.tsx'
import { LeaveWorkspace } from '#web/workspace/settings/LeaveWorkspace.tsx'
import { MarketingWords } from '#web/workspace/settings/MarketingWords.tsx'
import { MembersSettings } from '#web/workspace/settings/MembersSettings.tsx'
import { ProfileSettings } from '#web/workspace/settings/ProfileSettings.tsx'
import { SecretsSettings } from '#web/workspace/settings/SecretsSettings.tsx'
import { WorkspaceSettings } from '#web/workspace/settings/WorkspaceSettings.tsx'
import { useWords } from '#web/workspace/words.ts'

const CannedSettings = patient(
  async () => (await import('#web/workspace/settings/CannedSettings.tsx')).CannedSettings,
)

const TABS = ['profile', 'workspace', 'members', 'replies', 'secrets'] as const
type Tab = (typeof TABS)[number]

/** Account, workspace and members; the tab stands in the address. */
export function SettingsPage() {
  const t = useWords()
  usePageTitle(t('settings'))
  const search: { tab?: unknown } = useSearch({ strict: false })
  const navigate = useNavigate()
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const tab: Tab = TABS.find((known) => known === search.tab) ?? 'profile'
  const mayKeep = me?.workspace ? atLeast(me.workspace.role, 'admin') : false
  const show = (next: Tab) =>
    void navigate({ to: '/settings', search: { tab: next } as never, replace: true })
  return (
    <Page title={t('settings')} sub={t('settingsText')} width="md">
      <Segmented
        label={t('settings')}
        value={tab}
        onChange={show}
        options={[
          { value: 'profile', label: t('tabProfile') },
          { value: 'workspace', label: t('tabWorkspace') },
          { value: 'members', label: t('tabMembers') },
          { value: 'replies', label: t('tabReplies') },
          ...(mayKeep ? [{ value: 'secrets' as const, label: t('tabSecrets') }] : []),
        ]}
      />
      {me?.workspace && tab === 'profile' && <ProfileSettings user={me.user} />}
      {me?.workspace && tab === 'workspace' && (
        <>
          <WorkspaceSettings key={me.workspace.id} workspace={me.workspace} />
          <HoursSettings workspace={me.workspace} />
          <MarketingWords role={me.workspace.role} />
          <LeaveWorkspace workspace={me.workspace} />
        </>
      )}
      {me?.workspace && tab === 'replies' && (
        <Suspense fallback={<Skeleton className="h-48 rounded-lg" />}>
          <CannedSettings role={me.workspace.role} />
        </Suspense>
      )}
      {mayKeep && tab === 'secrets' && <SecretsSettings />}
      {me?.workspace && tab === 'members' && <MembersSettings role={me.workspace.role} userId={me.user.id} />}
    </Page>
  )
}

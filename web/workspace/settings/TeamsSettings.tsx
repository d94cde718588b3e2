import { useMutation, useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2, Users } from 'lucide-react'
import { useState } from 'react'
import type { Member } from '#core/workspace/api.ts'
import { TEAM_NAME_MAX } from '#core/workspace/limits.ts'
import type { Team } from '#core/workspace/team-api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'
import { useWords } from '#web/workspace/words.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.workspace.teams.key() })
const NEW = { id: '', name: '', members: [] as string[] }
type Draft = typeof NEW

/** The teams of the workspace; owners and admins make them and say who is in them. */
export function TeamsSettings({ members, may }: { members: readonly Member[]; may: boolean }) {
  const t = useWords()
  const teams = useQuery(orpc.workspace.teams.queryOptions()).data
  const [draft, setDraft] = useState<Draft | null>(null)
  const [leaving, setLeaving] = useState<Team | null>(null)
  const create = may && (
    <Button size="sm" icon={<Plus />} onClick={() => setDraft(NEW)}>
      {t('teamNew')}
    </Button>
  )
  return (
    <Card title={t('teams')} action={create} bodyClass="pb-1">
      <p className="px-4 pb-3 text-fg-2 text-sm">{t('teamsText')}</p>
      {teams?.length === 0 && <EmptyState icon={<Users />} title={t('teamsEmpty')} />}
      <ul className="divide-y divide-line border-line border-t empty:hidden">
        {teams?.map((team) => (
          <Row
            key={team.id}
            team={team}
            members={members}
            onEdit={may ? () => setDraft({ ...team, members: [...team.members] }) : null}
            onRemove={may ? () => setLeaving(team) : null}
          />
        ))}
      </ul>
      {draft && (
        <TeamDialog draft={draft} members={members} onChange={setDraft} onDone={() => setDraft(null)} />
      )}
      <RemoveDialog
        thing={leaving}
        say={({ name, uses }) => ({
          title: t('teamRemoveTitle', { name }),
          text: `${t('teamRemoveText')}${uses.length > 0 ? ` ${t('teamRemoveUsed', { names: uses.join(', ') })}` : ''}`,
          done: t('teamRemoved', { name }),
        })}
        remove={(id) => client.workspace.removeTeam({ id })}
        onGone={refresh}
        onDone={() => setLeaving(null)}
      />
    </Card>
  )
}

type RowProps = {
  team: Team
  members: readonly Member[]
  onEdit: (() => void) | null
  onRemove: (() => void) | null
}

function Row({ team: { name, members: own, uses }, members, onEdit, onRemove }: RowProps) {
  const t = useWords()
  const people = members.filter(({ id }) => own.includes(id))
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold text-sm">{name}</p>
        <p className="truncate text-fg-3 text-xs">
          {people.length > 0 ? people.map((person) => person.name).join(', ') : t('teamNobody')}
        </p>
        {uses.length > 0 && (
          <p className="truncate text-fg-3 text-xs">{t('teamUses', { names: uses.join(', ') })}</p>
        )}
      </div>
      <span className="flex gap-1 max-sm:hidden">
        {people.slice(0, 4).map((person) => (
          <Avatar key={person.id} name={person.name} size={26} online={person.online} />
        ))}
      </span>
      {onEdit && (
        <IconButton label={t('teamEdit', { name })} onClick={onEdit}>
          <Pencil />
        </IconButton>
      )}
      {onRemove && (
        <IconButton label={t('teamRemove', { name })} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      )}
    </li>
  )
}

type DialogProps = {
  draft: Draft
  members: readonly Member[]
  onChange: (draft: Draft) => void
  onDone: () => void
}

function TeamDialog({ draft, members, onChange, onDone }: DialogProps) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const done = {
    onSuccess: ({ name }: Team) => {
      toast(t('teamSaved', { name }))
      void refresh()
      onDone()
    },
  }
  const create = useMutation(orpc.workspace.createTeam.mutationOptions(done))
  const update = useMutation(orpc.workspace.updateTeam.mutationOptions(done))
  const { id, name, members: own } = draft
  const failure = create.error ?? update.error
  const save = () => (id ? update.mutate(draft) : create.mutate({ name, members: own }))
  const toggle = (member: string, on: boolean) =>
    onChange({ ...draft, members: on ? [...own, member] : own.filter((each) => each !== member) })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      title={id ? t('teamEdit', { name: name || '…' }) : t('teamNew')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            busy={create.isPending || update.isPending}
            disabled={name.trim() === ''}
            onClick={save}
          >
            {base('save')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field label={t('teamName')} hint={t('teamNameHint')}>
          <TextInput
            value={name}
            maxLength={TEAM_NAME_MAX}
            onChange={(next) => onChange({ ...draft, name: next })}
          />
        </Field>
        <fieldset>
          <legend className="mb-1.5 font-medium text-sm">{t('teamMembers')}</legend>
          <ul className="scroll max-h-72 space-y-1 rounded-md border border-line p-2">
            {members.map((member) => (
              <li key={member.id} className="min-h-8">
                <Checkbox checked={own.includes(member.id)} onChange={(on) => toggle(member.id, on)}>
                  {member.name}
                </Checkbox>
              </li>
            ))}
          </ul>
        </fieldset>
        {failure && (
          <Banner tone="danger" role="alert">
            {say(failure)}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}

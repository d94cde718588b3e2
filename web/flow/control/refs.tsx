import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Reference } from '#core/flow/kind.ts'
import { orpc } from '#web/base/query.ts'
import { useCareWords } from '#web/flow/care-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'

type Option = { readonly id: string; readonly name: string; readonly hint?: string }
type Props = {
  readonly value: Reference
  readonly onChange: (value: Reference) => void
  readonly label: string
}

function RefPicker({
  value,
  onChange,
  label,
  options,
  placeholder,
  empty,
}: Props & { options: readonly Option[] | undefined; placeholder: string; empty: string }) {
  const isGone = options && value.ref !== '' && !options.some(({ id }) => id === value.ref)
  const all = [
    ...(isGone || !options ? [{ id: value.ref, name: value.name }] : []),
    ...(options ?? []),
  ].filter(({ id }) => id !== '')
  return (
    <Combobox
      value={value.ref || null}
      onChange={(ref) => {
        const chosen = all.find(({ id }) => id === ref)
        if (chosen) onChange({ ref: chosen.id, name: chosen.name })
      }}
      options={all.map(({ id, name, hint }: Option) => ({
        value: id,
        label: name,
        ...(hint ? { hint } : {}),
      }))}
      placeholder={placeholder}
      empty={empty}
      label={label}
    />
  )
}

/** A member of the workspace. */
export function MemberPicker(props: Props) {
  const care = useCareWords()
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members
  return (
    <RefPicker {...props} options={members} placeholder={care('ref.member')} empty={care('ref.memberNone')} />
  )
}

/** A team, with how many are in it; where there is none yet, the way to make one. */
export function TeamPicker(props: Props) {
  const care = useCareWords()
  const teams = useQuery(orpc.workspace.teams.queryOptions()).data
  return (
    <>
      <RefPicker
        {...props}
        options={teams?.map(({ id, name, members }) => ({
          id,
          name,
          hint: care('ref.people', { count: members.length }),
        }))}
        placeholder={care('ref.team')}
        empty={care('ref.teamNone')}
      />
      {teams?.length === 0 && (
        <Link
          to="/settings"
          search={{ tab: 'members' } as never}
          className="text-brand-soft-fg text-xs underline"
        >
          {care('ref.teamMake')}
        </Link>
      )}
    </>
  )
}

/** A saved segment; where there is none yet, the way to make one. */
export function SegmentPicker(props: Props) {
  const care = useCareWords()
  const segments = useQuery(orpc.broadcast.segments.queryOptions()).data
  return (
    <>
      <RefPicker
        {...props}
        options={segments}
        placeholder={care('ref.segment')}
        empty={care('ref.segmentNone')}
      />
      {segments?.length === 0 && (
        <Link to="/segments" className="text-brand-soft-fg text-xs underline">
          {care('ref.segmentMake')}
        </Link>
      )}
    </>
  )
}

/** One of the WhatsApp numbers. */
export function NumberPicker(props: Props) {
  const care = useCareWords()
  const numbers = useQuery(orpc.whatsapp.numbers.queryOptions()).data
  return (
    <RefPicker
      {...props}
      options={numbers?.map(({ id, name, display }) => ({ id, name: name || display, hint: display }))}
      placeholder={care('ref.number')}
      empty={care('ref.numberNone')}
    />
  )
}

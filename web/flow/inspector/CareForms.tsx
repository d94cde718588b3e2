import type { Action } from '#core/flow/nodes/action.ts'
import { useCareWords } from '#web/flow/care-words.ts'
import { MemberPicker, TeamPicker } from '#web/flow/control/refs.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Segmented } from '#web/ui/Segmented.tsx'

type Of<D extends Action['do']> = Extract<Action, { do: D }>
type Props<D extends Action['do']> = {
  readonly action: Of<D>
  readonly onChange: (action: Action, typing?: string) => void
}
const NOTICE_MAX = 1000

/** To a member or a team. */
export function AssignForm({ action, onChange }: Props<'assign'>) {
  const words = useWords()
  const care = useCareWords()
  const Picker = action.to === 'team' ? TeamPicker : MemberPicker
  return (
    <>
      <Segmented
        wide
        size="sm"
        label={words('do.assign')}
        value={action.to}
        onChange={(to) => to !== action.to && onChange({ ...action, to, ref: '', name: '' })}
        options={[
          { value: 'team', label: care('assign.team') },
          { value: 'member', label: care('assign.member') },
        ]}
      />
      <Picker
        label={care(`assign.${action.to}`)}
        value={action}
        onChange={(chosen) => onChange({ ...action, ...chosen })}
      />
      <p className="text-fg-3 text-xs">{care(`assign.${action.to}Hint`)}</p>
    </>
  )
}

/** As the inbox lists it. */
export function ChatForm({ action, onChange }: Props<'chat'>) {
  const words = useWords()
  return (
    <Segmented
      wide
      size="sm"
      label={words('do.chat')}
      value={action.is}
      onChange={(is) => onChange({ ...action, is })}
      options={[
        { value: 'open', label: words('chat.open') },
        { value: 'pending', label: words('chat.pending') },
        { value: 'resolved', label: words('chat.resolved') },
      ]}
    />
  )
}

/** Which colleagues are told what, and how. */
export function NotifyForm({ action, onChange }: Props<'notify'>) {
  const words = useWords()
  const care = useCareWords()
  const Picker = action.to === 'team' ? TeamPicker : MemberPicker
  return (
    <>
      <Segmented
        wide
        size="sm"
        label={care('notify.to')}
        value={action.to}
        onChange={(to) => to !== action.to && onChange({ ...action, to, ref: '', name: '' })}
        options={[
          { value: 'assigned', label: words('notify.assigned') },
          { value: 'team', label: care('assign.team') },
          { value: 'member', label: care('assign.member') },
        ]}
      />
      {action.to === 'assigned' ? (
        <p className="text-fg-3 text-xs">{care('notify.assignedHint')}</p>
      ) : (
        <Picker
          label={care(`assign.${action.to}`)}
          value={action}
          onChange={(chosen) => onChange({ ...action, ...chosen })}
        />
      )}
      <TextEditor
        label={care('notify.text')}
        value={action.text}
        max={NOTICE_MAX}
        rows={2}
        isPlain
        onChange={(text) => onChange({ ...action, text }, 'text')}
      />
      <Segmented
        wide
        size="sm"
        label={care('notify.by')}
        value={action.by}
        onChange={(by) => onChange({ ...action, by })}
        options={[
          { value: 'screen', label: care('notify.screen') },
          { value: 'email', label: care('notify.email') },
          { value: 'both', label: care('notify.both') },
          { value: 'whatsapp', label: care('notify.whatsapp') },
        ]}
      />
      {action.by === 'whatsapp' && <p className="text-fg-3 text-xs">{care('notify.whatsappHint')}</p>}
    </>
  )
}

/** What an action without a form does. */
export function CareHint({ name }: { name: 'assign.noneHint' | 'action.resumeHint' }) {
  const care = useCareWords()
  return <p className="text-fg-3 text-xs">{care(name)}</p>
}

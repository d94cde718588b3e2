import type { Action } from '#core/flow/nodes/action.ts'

/** What a step may do, as its menu offers it; null draws a line. */
export const DOINGS: readonly (Action['do'] | null)[] = [
  'setField',
  'formula',
  'addNumber',
  'copyField',
  'addToList',
  'removeFromList',
  'clearField',
  null,
  'addTag',
  'removeTag',
  'marketing',
  null,
  'setLanguage',
  'setZone',
  null,
  'sequence',
  'event',
  null,
  'assign',
  'unassign',
  'notify',
  'chat',
  'note',
  null,
  'pauseBot',
  'resumeBot',
]

/** An action as it begins. What it changes is left to be chosen: a guess could empty a field or begin a flow unseen. */
export function blankAction(doing: Action['do']): Action {
  switch (doing) {
    case 'setField':
    case 'addToList':
    case 'removeFromList':
      return { do: doing, field: '', value: '' }
    case 'clearField':
      return { do: doing, field: '' }
    case 'copyField':
      return { do: doing, field: '', source: 'last_message' }
    case 'formula':
      return { do: doing, field: '', formula: '' }
    case 'addNumber':
      return { do: doing, field: '', way: 'plus', by: '1' }
    case 'addTag':
    case 'removeTag':
      return { do: doing, tag: '' }
    case 'setLanguage':
      return { do: doing, language: 'en' }
    case 'setZone':
      return { do: doing, zone: 'Asia/Makassar' }
    case 'marketing':
      return { do: doing, is: 'stop' }
    case 'event':
      return { do: doing, event: '' }
    case 'sequence':
      return { do: doing, sequence: '', is: 'in' }
    case 'pauseBot':
      return { do: doing }
    case 'assign':
      return { do: doing, to: 'team', ref: '', name: '' }
    case 'notify':
      return { do: doing, to: 'assigned', ref: '', name: '', by: 'screen', text: '' }
    case 'chat':
      return { do: doing, is: 'resolved' }
    case 'unassign':
    case 'resumeBot':
      return { do: doing }
    case 'note':
      return { do: doing, text: '' }
  }
}

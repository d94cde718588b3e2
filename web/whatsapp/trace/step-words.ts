import type { Turn } from '#core/chat/api.ts'
import { RUN_FAULTS, type RunFault } from '#core/flow/kind.ts'
import { KIND_LOOKS, OTHER_LOOK } from '#web/whatsapp/trace/looks.ts'
import { useWords } from '#web/whatsapp/words.ts'

type Step = Turn['steps'][number]

const OUTLETS: Readonly<Record<string, OutletWord>> = {
  next: 'outlet_next',
  other: 'outlet_onward',
  timeout: 'outlet_timeout',
  answered: 'outlet_answered',
  invalid: 'outlet_invalid',
  skip: 'outlet_skip',
  yes: 'outlet_yes',
  no: 'outlet_no',
  failed: 'outlet_failed',
  success: 'outlet_success',
  each: 'outlet_each',
  done: 'outlet_done',
}
type OutletWord =
  `outlet_${'next' | 'onward' | 'timeout' | 'answered' | 'invalid' | 'skip' | 'yes' | 'no' | 'failed' | 'success' | 'each' | 'done'}`

/** What an executed step is called: by its own name, else by its kind. */
export function useStepName(): (step: Step) => string {
  const t = useWords()
  return (step) => step.name || t((KIND_LOOKS[step.kind] ?? OTHER_LOOK).word)
}

/** The way out of a step in words: a tap by what was tapped, everything else by its name; null: it had none. */
export function useWayOut(): (turn: Turn, step: Step) => string | null {
  const t = useWords()
  return (turn, step) => {
    if (!step.outlet) return null
    const [kind, id] = step.outlet.split(':')
    if (kind === 'branch') return t('outlet_branch', { name: id ?? '' })
    if (id !== undefined) return step.heard ?? turn.heard.text
    const word = OUTLETS[step.outlet]
    return word ? t(word) : step.outlet
  }
}

/** What a field held before the step set it. */
export function useStepWas(): (was: string) => string {
  const t = useWords()
  return (was) => t('stepWas', { was })
}

/** Why a step failed, in words; a fault that this version does not know by its name. */
export function useFaultWords(): (fault: string) => string {
  const t = useWords()
  return (fault) => (isRunFault(fault) ? t(`runFault.${fault}`) : fault)
}

function isRunFault(fault: string): fault is RunFault {
  return RUN_FAULTS.some((known) => known === fault)
}

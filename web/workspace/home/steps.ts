type StepKey = 'stepChat' | 'stepEdit' | 'stepAnswer' | 'stepConnect' | 'stepLink'
export type Step = {
  readonly key: StepKey
  readonly done: boolean
  readonly to: '/simulator' | '/flows' | `/flows/${string}` | '/inbox' | '/channels'
}

/** Without a simulator there is no sample bot to talk to, and where nothing is drawn a number comes first. */
export function fittingSteps(
  steps: readonly Step[],
  { playable, drawn }: { readonly playable: boolean; readonly drawn: boolean },
): readonly Step[] {
  if (playable) return steps
  const own = steps.filter(({ key, done }) => key !== 'stepChat' || done)
  if (drawn) return own
  const first = ['stepConnect', 'stepLink']
  return [
    ...own.filter(({ key }) => first.includes(key)),
    ...own.filter(({ key }) => !first.includes(key) && key !== 'stepEdit'),
  ]
}

import { type ComponentType, lazy } from 'react'
import type { NodeKind } from '#core/flow/definition.ts'
import type { InspectorProps } from '#web/flow/model/node-of.ts'

type Load<K extends NodeKind> = () => Promise<{ default: ComponentType<InspectorProps<K>> }>

const LOADS: { readonly [K in NodeKind]: Load<K> } = {
  start: async () => ({ default: (await import('#web/flow/nodes/StartInspector.tsx')).StartInspector }),
  http: async () => ({ default: (await import('#web/flow/nodes/HttpInspector.tsx')).HttpInspector }),
  email: async () => ({ default: (await import('#web/flow/nodes/EmailInspector.tsx')).EmailInspector }),
  message: async () => ({ default: (await import('#web/flow/nodes/MessageInspector.tsx')).MessageInspector }),
  template: async () => ({
    default: (await import('#web/flow/nodes/TemplateInspector.tsx')).TemplateInspector,
  }),
  question: async () => ({
    default: (await import('#web/flow/nodes/QuestionInspector.tsx')).QuestionInspector,
  }),
  condition: async () => ({
    default: (await import('#web/flow/nodes/ConditionInspector.tsx')).ConditionInspector,
  }),
  action: async () => ({ default: (await import('#web/flow/nodes/ActionInspector.tsx')).ActionInspector }),
  handover: async () => ({
    default: (await import('#web/flow/nodes/HandoverInspector.tsx')).HandoverInspector,
  }),
  wait: async () => ({ default: (await import('#web/flow/nodes/WaitInspector.tsx')).WaitInspector }),
  goto: async () => ({ default: (await import('#web/flow/nodes/GotoInspector.tsx')).GotoInspector }),
  subflow: async () => ({ default: (await import('#web/flow/nodes/SubflowInspector.tsx')).SubflowInspector }),
  foreach: async () => ({ default: (await import('#web/flow/nodes/ForeachInspector.tsx')).ForeachInspector }),
  split: async () => ({ default: (await import('#web/flow/nodes/SplitInspector.tsx')).SplitInspector }),
}

/** The form of each kind of step; it comes when the first step of its kind is opened. */
export const INSPECTORS: { readonly [K in NodeKind]: ComponentType<InspectorProps<K>> } = {
  start: lazy(LOADS.start),
  email: lazy(LOADS.email),
  http: lazy(LOADS.http),
  message: lazy(LOADS.message),
  template: lazy(LOADS.template),
  question: lazy(LOADS.question),
  condition: lazy(LOADS.condition),
  action: lazy(LOADS.action),
  handover: lazy(LOADS.handover),
  wait: lazy(LOADS.wait),
  goto: lazy(LOADS.goto),
  subflow: lazy(LOADS.subflow),
  foreach: lazy(LOADS.foreach),
  split: lazy(LOADS.split),
}

/** Fetches all forms, so that opening a step shows its form at once. */
export async function preloadInspectors(): Promise<void> {
  await Promise.all(Object.values(LOADS).map((load) => load()))
}

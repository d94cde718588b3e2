/** Every "no" of the simulator's control API, by the `code` of its error; the words are each reader's own. */
export const SIM_PROBLEMS = [
  'worlds-full',
  'wrong-key',
  'invalid',
  'missing',
  'phone-short',
  'customers-full',
  'customer-known',
  'message-gone',
  'not-sendable',
  'file-empty',
  'media-full',
  'too-big',
  'too-many-listeners',
  'failed',
] as const
export type SimProblem = (typeof SIM_PROBLEMS)[number]

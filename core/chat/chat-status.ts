/**
 * Where a chat stands with the people who answer. `pending`: it waits for something, off the list of the open ones, and is not done.
 * A message of the customer opens it again, whatever it was.
 */
export const CHAT_STATUSES = ['open', 'pending', 'resolved'] as const
export type ChatStatus = (typeof CHAT_STATUSES)[number]

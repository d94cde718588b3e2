/** Chats that one call changes together. */
export const CHATS_AT_ONCE_MAX = 100

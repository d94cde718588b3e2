/** The e-mail as people should see it; null for a trial account, whose address leads nowhere (RFC 2606). */
export function shownEmail(email: string): string | null {
  return email.endsWith('.invalid') ? null : email
}

/** An e-mail address by its shape, after RFC 5321's lengths; whether somebody reads it there is not asked. */
export function readEmail(said: string): string | null {
  if (said.length > 254 || said.includes('..')) return null
  const parts = /^([^\s@<>()[\],;:\\"]{1,64})@((?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63})$/i.exec(said)
  return parts ? `${parts[1]}@${parts[2]?.toLowerCase()}` : null
}

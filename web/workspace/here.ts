/** The device's time zone by its IANA name; where a browser does not tell it, most of Indonesia's. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Jakarta'
}

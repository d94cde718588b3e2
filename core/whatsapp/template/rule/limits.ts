/** Meta's bounds of a template (Cloud API reference, 2026). Lengths count UTF-16 units, as Meta does. */
export const TEMPLATE_BOUNDS = {
  name: 512,
  header: 60,
  body: 1024,
  /** Body of a limited-time offer. */
  offerBody: 600,
  /** Body of a card, and of a single-product template. */
  cardBody: 160,
  footer: 60,
  offer: 16,
  buttons: 10,
  buttonText: 25,
  phone: 20,
  coupon: 20,
  /** Spaces and line breaks in a row that a body may hold. */
  spaces: 4,
  breaks: 2,
  cardsMin: 2,
  cards: 10,
  cardButtons: 2,
  otpApps: 5,
  /** Minutes that a one-time password may hold. */
  expiry: 90,
} as const

/** Buttons of one kind in a template; of all kinds together at most `TEMPLATE_BOUNDS.buttons`. */
export const BUTTONS_MAX = {
  reply: 10,
  url: 2,
  phone: 1,
  code: 1,
  otp: 1,
  catalog: 1,
  mpm: 1,
  spm: 1,
  flow: 1,
  contactInfo: 1,
  call: 1,
  callPermission: 1,
  other: 10,
} as const

/** The rules of 2022, which old guides tell: up to three quick replies, or one URL and one phone number, never mixed. */
export const BUTTONS_MAX_2022 = { reply: 3, url: 1, phone: 1 } as const

/** Seconds within which a message of each category may be delivered (`message_send_ttl_seconds`). */
export const LIFETIMES = {
  AUTHENTICATION: { min: 30, max: 900, unlimited: true },
  UTILITY: { min: 30, max: 43_200, unlimited: true },
  MARKETING: { min: 43_200, max: 2_592_000, unlimited: false },
} as const

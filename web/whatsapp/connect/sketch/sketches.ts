import type { ConnectWord } from '#web/whatsapp/connect-words.ts'

/** One line of a drawn dashboard. `mark` points at it, or at its button. */
export type SketchRow = {
  readonly kind: 'value' | 'button' | 'tick'
  readonly label: ConnectWord
  /** What stands in the value, as digits or dots, or a word. */
  readonly value?: string
  readonly word?: ConnectWord
  readonly button?: ConnectWord
  readonly mark?: 'row' | 'button'
}
/** A part of a dashboard: where one is in it, and what is there. */
export type Sketch = {
  readonly host: string
  readonly nav: readonly ConnectWord[]
  /** The place in `nav` that is open; those before it lead there. */
  readonly open: number
  readonly rows: readonly SketchRow[]
}

const DEVELOPERS = 'developers.facebook.com'
const BUSINESS = 'business.facebook.com'
const DOTS = '••••••••'

/** Our own drawings of the places in Meta's dashboard, by what is found there. */
export const SKETCHES = {
  appId: {
    host: DEVELOPERS,
    nav: ['s_dashboard', 's_settings', 's_basic'],
    open: 2,
    rows: [
      { kind: 'value', label: 's_appId', value: '1234 5678 9012', mark: 'row' },
      { kind: 'value', label: 's_appSecret', value: DOTS, button: 's_show' },
    ],
  },
  appSecret: {
    host: DEVELOPERS,
    nav: ['s_dashboard', 's_settings', 's_basic'],
    open: 2,
    rows: [
      { kind: 'value', label: 's_appId', value: '1234 5678 9012' },
      { kind: 'value', label: 's_appSecret', value: DOTS, button: 's_show', mark: 'button' },
    ],
  },
  wabaId: {
    host: DEVELOPERS,
    nav: ['s_dashboard', 's_whatsapp', 's_apiSetup'],
    open: 2,
    rows: [
      { kind: 'value', label: 's_from', value: '+1 555 010 0199' },
      { kind: 'value', label: 's_wabaId', value: '2001 0030 0400', mark: 'row' },
    ],
  },
  token: {
    host: BUSINESS,
    nav: ['s_businessSettings', 's_users', 's_systemUsers'],
    open: 2,
    rows: [
      { kind: 'button', label: 's_systemUsers', button: 's_generate', mark: 'button' },
      { kind: 'tick', label: 's_whatsapp', value: 'whatsapp_business_messaging' },
      { kind: 'tick', label: 's_whatsapp', value: 'whatsapp_business_management' },
    ],
  },
  step1: {
    host: DEVELOPERS,
    nav: ['s_developer'],
    open: 0,
    rows: [
      { kind: 'button', label: 's_developer', button: 's_start', mark: 'button' },
      { kind: 'tick', label: 's_twoFactor', word: 's_twoFactor' },
    ],
  },
  step2: {
    host: DEVELOPERS,
    nav: ['s_apps'],
    open: 0,
    rows: [
      { kind: 'button', label: 's_apps', button: 's_create', mark: 'button' },
      { kind: 'tick', label: 's_type', word: 's_business' },
    ],
  },
  step3: {
    host: DEVELOPERS,
    nav: ['s_apps'],
    open: 0,
    rows: [
      { kind: 'value', label: 's_name', word: 's_nameValue', mark: 'row' },
      { kind: 'value', label: 's_email', word: 's_emailValue' },
      { kind: 'value', label: 's_account', value: '▾' },
    ],
  },
  step4: {
    host: DEVELOPERS,
    nav: ['s_dashboard', 's_products'],
    open: 1,
    rows: [{ kind: 'button', label: 's_whatsapp', button: 's_setUp', mark: 'button' }],
  },
  step5: {
    host: DEVELOPERS,
    nav: ['s_dashboard', 's_whatsapp'],
    open: 1,
    rows: [
      { kind: 'value', label: 's_account', word: 's_nameValue', mark: 'row' },
      { kind: 'button', label: 's_whatsapp', button: 's_start' },
    ],
  },
  step6: {
    host: DEVELOPERS,
    nav: ['s_whatsapp', 's_apiSetup', 's_configuration'],
    open: 2,
    rows: [
      { kind: 'value', label: 's_callback', value: 'https://…/webhooks', button: 's_edit', mark: 'button' },
      { kind: 'value', label: 's_verifyToken', value: DOTS },
      { kind: 'button', label: 's_webhook', button: 's_verify' },
    ],
  },
  step7: {
    host: DEVELOPERS,
    nav: ['s_whatsapp', 's_apiSetup', 's_configuration'],
    open: 2,
    rows: [
      { kind: 'button', label: 's_fields', button: 's_manage' },
      { kind: 'value', label: 's_messages', value: 'v25.0', button: 's_subscribe', mark: 'button' },
    ],
  },
} as const satisfies Readonly<Record<string, Sketch>>
export type SketchName = keyof typeof SKETCHES

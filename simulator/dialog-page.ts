import { escaped, htmlPage, type PageLanguage } from '#simulator/page.ts'
import type { World } from '#simulator/world.ts'

const WORDS = {
  id: {
    title: 'Masuk ke Meta (simulasi)',
    signIn: 'Masuk untuk melanjutkan ke {app}',
    key: 'Kunci dunia',
    keyHint: 'Kunci dunia mana pun yang Anda kelola, pengganti kata sandi Facebook.',
    wrong: 'Kunci itu tidak membuka dunia mana pun.',
    next: 'Masuk',
    ask: '{app} meminta akses ke akun WhatsApp Anda',
    accounts: 'Akun WhatsApp Business',
    scopes: 'Izin',
    approve: 'Izinkan',
    cancel: 'Batal',
    bad: 'Alamat dialog ini tidak lengkap: client_id, redirect_uri, atau response_type salah.',
  },
  en: {
    title: 'Sign in to Meta (simulated)',
    signIn: 'Sign in to continue to {app}',
    key: 'World key',
    keyHint: 'The key of any world that you manage, in place of a Facebook password.',
    wrong: 'That key opens no world.',
    next: 'Sign in',
    ask: '{app} asks for access to your WhatsApp accounts',
    accounts: 'WhatsApp Business Accounts',
    scopes: 'Permissions',
    approve: 'Allow',
    cancel: 'Cancel',
    bad: 'The address of this dialog is not whole: client_id, redirect_uri or response_type is wrong.',
  },
} as const

type Look = { readonly language: PageLanguage; readonly appName: string }

export function signInPage({ language, appName, isWrong }: Look & { readonly isWrong: boolean }): string {
  const t = WORDS[language]
  return page(
    language,
    `<h1>${escaped(t.signIn.replace('{app}', appName))}</h1>
<form method="post">
<label>${t.key}<input type="password" name="key" required autocomplete="off"></label>
<p>${t.keyHint}</p>${isWrong ? `<p role="alert">${t.wrong}</p>` : ''}
<div><button>${t.next}</button></div>
</form>`,
  )
}

type Choice = Look & {
  readonly key: string
  readonly worlds: readonly World[]
  readonly scopes: readonly string[]
}

export function choicePage({ language, appName, key, worlds, scopes }: Choice): string {
  const t = WORDS[language]
  const account = ({ wabaId, name, businessName }: World) =>
    box('account', wabaId, businessName ? `${businessName} · ${name}` : name)
  return page(
    language,
    `<h1>${escaped(t.ask.replace('{app}', appName))}</h1>
<form method="post">
<input type="hidden" name="key" value="${escaped(key)}">
<fieldset><legend>${t.accounts}</legend>${worlds.map(account).join('')}</fieldset>
<fieldset><legend>${t.scopes}</legend>${scopes.map((scope) => box('scope', scope, scope)).join('')}</fieldset>
<div><button name="decision" value="cancel">${t.cancel}</button><button name="decision" value="approve">${t.approve}</button></div>
</form>`,
  )
}

export function messagePage(language: PageLanguage): string {
  return page(language, `<h1>${WORDS[language].title}</h1><p role="alert">${WORDS[language].bad}</p>`)
}

function box(name: string, value: string, label: string): string {
  return `<label class="box"><input type="checkbox" name="${name}" value="${escaped(value)}" checked>${escaped(label)}</label>`
}

/** The style sheet lies three levels up: below the simulator's base. */
function page(language: PageLanguage, content: string): string {
  const { title } = WORDS[language]
  const body = `<small>${title}</small>${content}`
  return htmlPage({ language, title, style: '../../../dialog.css', body })
}

export const DIALOG_CSS = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { box-sizing: border-box; width: min(28rem, 100vw); padding: 1.5rem; }
h1 { font-size: 1.25rem; margin: .25rem 0 1rem; }
label { display: block; font-weight: 600; }
label.box { font-weight: 400; padding: .35rem 0; overflow-wrap: anywhere; }
label.box input { margin-right: .6rem; }
input[type=password] { display: block; box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; margin-top: .25rem; }
fieldset { border: 1px solid #8888; border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem; }
p { margin: .5rem 0; }
p[role=alert] { font-weight: 600; }
div { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1rem; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: .5rem; border: 1px solid #8888; cursor: pointer; }
`

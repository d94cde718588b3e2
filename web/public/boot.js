// Sets theme and language before the first paint; web/base/theme.ts and web/base/i18n.ts keep them afterwards.
// Behind the door it asks at once for what the first page needs: the build wrote its pieces and questions at this script.
{
  const kept = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null // storage is switched off: the system's own choice holds
    }
  }
  const theme = kept('theme')
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  const language = kept('language')
  document.documentElement.lang =
    language === 'en' || (language !== 'id' && /^en\b/.test(navigator.language)) ? 'en' : 'id'

  /** Pages before the door are light: they come without router, cache and kit. */
  const door = /^\/(masuk|daftar|lupa|atur-ulang|email|undangan\/[^/]+)?\/?$/.test(location.pathname)
  document.documentElement.dataset.door = door ? 'before' : 'behind'
  const { files, places } = JSON.parse(document.currentScript.dataset.ahead ?? '{"files":[],"places":[]}')
  /** Answers on their way, by the address of the question; web/base/asked.ts takes them. */
  window.asked = new Map()
  const ask = (path) => {
    const answer = fetch(path, { headers: { 'accept-language': document.documentElement.lang } })
    answer.catch(() => {}) // whoever takes it asks again
    window.asked.set(path, { answer, at: performance.now() })
  }
  const wanted = new Set()
  for (const { path, pieces, asks } of door ? [] : places) {
    if (!new RegExp(path).test(location.pathname)) continue
    // what follows the path may change what a page asks
    if (path === '^' || location.search === '')
      for (const path of asks) ask(path.replace('*', location.pathname))
    for (const piece of pieces) wanted.add(files[piece])
  }
  for (const href of wanted)
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'modulepreload', crossOrigin: '', href }),
    )
}

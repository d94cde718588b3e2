// Sets theme and language before the first paint; web/base/theme.ts and web/base/i18n.ts keep them afterwards.
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
}

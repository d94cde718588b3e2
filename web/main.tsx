import '#web/styles.css'
import { createRoot } from 'react-dom/client'

/** Pages before the door are light: they come without router, cache and kit. */
const BEFORE_DOOR = /^\/(masuk|daftar|lupa|atur-ulang|undangan\/[^/]+)?\/?$/

const element = document.getElementById('root')
if (!element) throw new Error('broken invariant: index.html has a root')
const root = createRoot(element)

if (BEFORE_DOOR.test(location.pathname)) {
  const { openDoor } = await import('#web/door.tsx')
  openDoor(root)
} else {
  const { openApp } = await import('#web/app.tsx')
  openApp(root)
}

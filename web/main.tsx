import '#web/styles.css'
import { createRoot } from 'react-dom/client'

const element = document.getElementById('root')
if (!element) throw new Error('broken invariant: index.html has a root')
const root = createRoot(element)

// which of the two it is, public/boot.js has seen already
if (document.documentElement.dataset.door === 'before') {
  const { openDoor } = await import('#web/door.tsx')
  openDoor(root)
} else {
  const { openApp } = await import('#web/app.tsx')
  openApp(root)
}

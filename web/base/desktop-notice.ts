import { keep, kept } from '#web/base/keep.ts'

const KEY = 'desktop-notices'
/** One notice stands for all tabs, and a newer one takes its place. */
const TAG = 'wetalk-unread'

/** Whether this browser can show notices of a page; those of Android only do it for a service worker. */
export const canNotify = 'Notification' in globalThis && !/Android/.test(navigator.userAgent)

/** Whether this device tells of new chats outside the page: its person wished it, and the browser lets it. */
export function noticesOn(): boolean {
  return canNotify && kept(KEY) === 'on' && Notification.permission === 'granted'
}

/** Asks the browser where it has not been asked yet; answers whether notices come from now on. */
export async function setNotices(on: boolean): Promise<boolean> {
  const may = on && canNotify && (await Notification.requestPermission()) === 'granted'
  keep(KEY, may ? 'on' : 'off')
  return may
}

/** Tells it on the desktop when nobody looks at the page; pressing it leads there. */
export function notify(title: string, body: string, lead: () => void): void {
  if (!noticesOn() || document.hasFocus()) return
  const notice = new Notification(title, { body, tag: TAG })
  notice.onclick = () => {
    window.focus()
    lead()
    notice.close()
  }
}

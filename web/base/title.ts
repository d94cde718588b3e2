import { useEffect } from 'react'

let page = ''
let waiting = 0

/** The name of the page in the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    page = title
    write()
  }, [title])
}

/** How many chats wait unread, before the name: whoever works in another tab sees it. */
export function useWaitingInTitle(count: number): void {
  useEffect(() => {
    waiting = count
    write()
  }, [count])
}

function write(): void {
  document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${page ? `${page} · Wetalk` : 'Wetalk'}`
}

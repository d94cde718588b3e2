/** Whether the program that the server hands out now is another than the one this page began with, and who is told of it. */
export const release = { isNewer: false, tell: () => {} }

/** Whether the server, asked now, hands out another program. Where it cannot be asked nothing is said, and the bar stays as it was. */
export async function askForNewer(): Promise<boolean> {
  try {
    const theirs = programIn(await (await fetch('/', { cache: 'no-cache' })).text())
    if (theirs) release.isNewer = theirs !== programIn(document.head.innerHTML)
    release.tell()
    return theirs !== undefined && release.isNewer
  } catch {
    return false // the server is away: the page asks again when it is back
  }
}

/** The name of the first piece changes with everything that is in the program. */
function programIn(html: string): string | undefined {
  return /src="(\/assets\/[^"]+)"/.exec(html)?.[1]
}

import assert from 'node:assert/strict'
import type { Seen } from './browser.ts'
import { type Loose, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { chatNow } from './team.ts'

const PATIENCE = { timeout: 20_000 }

type Desk = {
  readonly newer: Loose
  readonly older: Loose
  readonly url: string
  /** What the customer of the newer chat writes. */
  readonly write: (text: string) => Promise<unknown>
}

/** Chats that are picked together, while customers and colleagues go on with them. */
export async function pickSteps(seen: Seen, owner: Visitor, desk: Desk): Promise<void> {
  await freesKeys(seen, owner, desk)
  await keepsNews(seen, owner, desk)
  await leavesOthers(seen, owner, desk)
}

/** While nothing is picked the keys are the open chat's, also of one that is opened meanwhile. */
async function freesKeys({ page }: Seen, owner: Visitor, desk: Desk): Promise<void> {
  await openBoth(owner, desk)
  const [first, second] = (await take(owner, 'GET', '/api/chats')).items.map(({ id }: Loose) => id)
  await page.goto(`${desk.url}/inbox/${first}`)
  await page.locator(`[data-chat="${second}"]`).waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Pilih beberapa percakapan' }).click()
  await page.getByText('Pilih percakapan di atas').waitFor(PATIENCE)
  await page.keyboard.press('j')
  await page.waitForURL(`${desk.url}/inbox/${second}`, PATIENCE)
  await page.getByRole('textbox', { name: 'Balas' }).waitFor(PATIENCE)
  await page.keyboard.press('e')
  await until('the open chat is resolved', async () => (await chatNow(owner, second)).status === 'resolved')
}

/** A customer writes between what the server did and its answer: their chat is in the list, and unread. */
async function keepsNews({ page }: Seen, owner: Visitor, desk: Desk): Promise<void> {
  const { newer, older } = desk
  await pickBoth({ page }, owner, desk)
  const go = Promise.withResolvers<void>()
  await page.route('**/api/chats/many', async (route) => {
    const response = await route.fetch()
    await go.promise
    await route.fulfill({ response })
  })
  await page.getByRole('group', { name: 'Tindakan untuk yang dipilih' }).getByText('Selesaikan').click()
  await until('both are done', async () =>
    (await Promise.all([newer, older].map(({ id }) => chatNow(owner, id)))).every(
      ({ status }) => status === 'resolved',
    ),
  )
  const read = page.waitForResponse(
    async (answer) => answer.url().endsWith(`/api/chats/${newer.id}`) && (await answer.json()).unread > 0,
    PATIENCE,
  )
  await desk.write('Kak, masih ada yang lupa')
  await read
  go.resolve()
  await page.getByText('2 percakapan selesai').waitFor(PATIENCE)
  await page
    .getByTestId('chat-list')
    .locator(`[data-chat="${newer.id}"]`)
    .getByText('masih ada yang lupa')
    .waitFor(PATIENCE)
  await page.unroute('**/api/chats/many')
}

/** What a colleague has changed since is left, and the notices count what was done. */
async function leavesOthers({ page }: Seen, owner: Visitor, desk: Desk): Promise<void> {
  const { newer } = desk
  await pickBoth({ page }, owner, desk)
  await page.route('**/api/chats/many', async (route) => {
    await take(owner, 'PUT', `/api/chats/${newer.id}/status`, { status: 'pending' })
    await route.continue()
  })
  await page.getByRole('group', { name: 'Tindakan untuk yang dipilih' }).getByText('Selesaikan').click()
  await page.getByText('1 percakapan selesai').waitFor(PATIENCE)
  await page.getByText(/^1 percakapan sudah berubah sejak Anda lihat/).waitFor(PATIENCE)
  assert.equal((await chatNow(owner, newer.id)).status, 'pending')
  await page.unroute('**/api/chats/many')
  await openBoth(owner, desk)
}

async function pickBoth({ page }: Pick<Seen, 'page'>, owner: Visitor, desk: Desk): Promise<void> {
  await openBoth(owner, desk)
  await page.goto(`${desk.url}/inbox`)
  await page.getByTestId('chat-list').locator('a').nth(1).waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Pilih beberapa percakapan' }).click()
  await page.getByRole('button', { name: 'Pilih semua' }).click()
  await page.getByText('2 dipilih').waitFor(PATIENCE)
}

async function openBoth(owner: Visitor, { newer, older }: Desk): Promise<void> {
  for (const { id } of [newer, older]) await take(owner, 'PUT', `/api/chats/${id}/status`, { status: 'open' })
}

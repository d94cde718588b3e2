import type { Page } from 'playwright-core'
import { approve, begin, codeIn } from '../test/approval.ts'
import { startSimulator } from '../test/program.ts'
import { openRig, type Rig, type Visitor } from '../test/rig.ts'
import { take } from '../test/stage.ts'
import type { Shot } from './screens-shot.ts'

/** An installation with a Meta app of its own, and its pages of connecting. */
export async function connectShots() {
  const stack = new AsyncDisposableStack()
  const meta = stack.use(await startSimulator())
  const app = meta.world
  const rig = stack.use(
    await openRig({
      OUTBOUND_ALLOW: meta.hostPort,
      META_APP_ID: app.appId,
      META_APP_SECRET: app.appSecret,
      META_CONFIG_ID: '700800900',
      META_GRAPH_URL: app.graphUrl,
      META_DIALOG_URL: app.dialogUrl,
    }),
  )
  const senja = await meta.newWorld({ name: 'Kopi Senja Bandung', person: 'Rina' })
  const business = { id: senja.businessId, name: 'Kopi Senja' }
  const jakarta = await meta.newWorld({ name: 'Kopi Senja Jakarta', person: 'Rina', business })
  const batik = await meta.newWorld({ name: 'Batik Rina', person: 'Rina' })
  const granted = await owner(rig, 'granted')
  const other = await owner(rig, 'other')
  for (const who of [granted, other]) {
    const back = await approve(await begin(who), { key: senja.key, accounts: [senja, jakarta] })
    await take(who, 'POST', '/api/channel/oauth/finish', codeIn(back))
  }
  const taken = { wabaId: jakarta.wabaId, phoneNumberId: jakarta.numbers[1]?.id }
  await take(other, 'POST', '/api/channel/oauth/choose', taken)
  const partner = await owner(rig, 'partner')
  const key = { apiKey: batik.partnerKey, url: batik.partnerUrl }
  await take(partner, 'POST', '/api/channel/360dialog', key)
  const fresh = await owner(rig, 'fresh')
  const list = (page: Page) => page.getByRole('button', { name: 'List Business' }).click()
  const shots: Shot[] = [
    { name: 'ways-facebook', path: '/channels', who: fresh },
    { name: 'ways-list', path: '/channels?way=facebook', who: granted, act: list },
    { name: 'ways-manual', path: '/channels?way=manual', who: fresh },
    {
      name: 'ways-guide',
      path: '/channels?way=manual',
      who: fresh,
      act: (page: Page) => page.locator('summary').first().click(),
    },
    { name: 'ways-360dialog', path: '/channels?way=360dialog', who: fresh },
    { name: 'ways-back', path: '/channels/facebook?error=access_denied', who: fresh },
    { name: 'channels-facebook', path: '/channels', who: other },
    { name: 'channels-360dialog', path: '/channels', who: partner },
    {
      name: 'ways-dialog',
      path: '/channels',
      who: fresh,
      act: async (page: Page) => {
        await page.getByRole('button', { name: /(Lanjut dengan|Continue with) Facebook/ }).click()
        await page.locator('input[name=key]').fill(senja.key)
        await page.getByRole('button').click()
        await page.locator('fieldset').first().waitFor()
      },
    },
  ]
  return {
    shots: shots.map((shot) => ({ ...shot, at: rig.url })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function owner(rig: Rig, name: string): Promise<Visitor> {
  const who = rig.visitor()
  await take(who, 'POST', '/api/sign-up', {
    name: 'Rina Hartati',
    email: `${name}@pictures.example`,
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: 'Kopi Senja',
  })
  return who
}

import { DESK, POCKET } from '../test/browser.ts'
import type { Visitor } from '../test/rig.ts'
import { flowFile, publishFlow } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

/** A flow that is called with values and gives some back. */
const CALLED = flowFile(
  'Hitung ongkir',
  {
    inputs: [
      { key: 'kota', type: 'text' },
      { key: 'berat', type: 'number', value: '1' },
    ],
    outputs: [{ key: 'ongkir', type: 'number' }],
  },
  {
    sum: {
      kind: 'action',
      name: 'Kalikan beratnya',
      actions: [{ do: 'formula', field: 'output_ongkir', formula: 'input_berat * 9000' }],
      next: { next: 'tell' },
    },
    tell: { kind: 'message', text: 'Ongkir ke {{ input_kota }}: {{ output_ongkir | rupiah }}' },
  },
)

/** A flow that goes through a list, calls the other one and goes over to a third, its steps in frames. */
const caller = (called: string) => ({
  ...flowFile(
    'Belanja',
    { keywords: ['belanja'] },
    {
      fill: {
        kind: 'action',
        name: 'Isi keranjang',
        actions: [
          { do: 'addToList', field: 'keranjang', value: 'Kopi susu' },
          { do: 'addToList', field: 'keranjang', value: 'Roti bakar' },
        ],
        next: { next: 'loop' },
      },
      loop: {
        kind: 'foreach',
        name: 'Tiap barang',
        over: { kind: 'field', field: 'keranjang' },
        as: 'barang',
        next: { each: 'ask', done: 'call' },
      },
      ask: {
        kind: 'question',
        text: '{{ index_barang }}. Berapa {{ item_barang }}?',
        answer: 'number',
        field: 'jumlah',
      },
      call: {
        kind: 'subflow',
        flow: called,
        inputs: [
          { input: 'kota', value: '{{ kota }}' },
          { input: 'berat', value: '{{ jumlah }}' },
        ],
        outputs: [{ output: 'ongkir', field: 'ongkir' }],
        next: { next: 'over' },
      },
      over: { kind: 'goto', flow: called },
    },
  ),
  layout: {
    at: {
      start: { x: 40, y: 100 },
      fill: { x: 400, y: 100 },
      loop: { x: 840, y: 100 },
      ask: { x: 1200, y: 60 },
      call: { x: 1200, y: 430 },
      over: { x: 1560, y: 430 },
    },
    notes: [],
    groups: [
      { id: 'g1', x: 0, y: 40, width: 700, height: 320, title: 'Persiapan', tone: 'slate' },
      { id: 'g2', x: 800, y: 0, width: 700, height: 340, title: 'Tanya satu per satu', tone: 'violet' },
      { id: 'g3', x: 1160, y: 370, width: 700, height: 320, title: 'Ongkir', tone: 'teal' },
    ],
  },
})

/** The builder with loops, calls and frames, each of their panels opened. */
export async function localShots(who: Visitor): Promise<Shot[]> {
  const called = await publishFlow(who, CALLED)
  const path = `/flows/${await publishFlow(who, caller(called))}`
  const { body: draft } = await who.call('GET', `/api/flows/${called}`)
  draft.definition.nodes.start.inputs.push({ key: 'kurir', type: 'text' })
  await who.call('PUT', `/api/flows/${called}/draft`, draft)
  const open = (name: string, at: string, to = path): Shot => ({
    ...{ name: `node-${name}`, path: to, who, only: DESK },
    act: async (page) => {
      await page.getByRole('button', { name: /^(Tampilkan semua|Fit to view)$/ }).click()
      await page.waitForTimeout(500) // the view glides
      await page.locator(`.react-flow__node[data-id="${at}"]`).click()
    },
  })
  const scrolled = (shot: Shot): Shot => ({
    ...shot,
    act: async (page) => {
      await shot.act?.(page)
      await page.getByText(/^(Tambah keluaran|Add an output)$/).scrollIntoViewIfNeeded()
    },
  })
  return [
    open('foreach', 'loop'),
    open('subflow', 'call'),
    open('goto', 'over'),
    scrolled(open('signature', 'start', `/flows/${called}`)),
    {
      ...{ name: 'frames', path, who, only: DESK },
      act: async (page) => {
        await page.getByRole('button', { name: /^(Tampilkan semua|Fit to view)$/ }).click()
        await page.waitForTimeout(500)
        await page
          .locator('.react-flow__node-frame[data-id="g2"] .frame-head')
          .click({ position: { x: 300, y: 10 } })
      },
    },
    {
      ...{ name: 'publish-callers', path: `/flows/${called}`, who },
      act: (page) => page.getByRole('button', { name: /^(Terbitkan|Publish)$/ }).click(),
    },
    { name: 'frames-outline', path, who, only: POCKET },
    {
      ...{ name: 'flow-delete', path: '/flows', who },
      act: async (page) => {
        await page.getByRole('button', { name: /^(Lainnya untuk|More for) Hitung ongkir$/ }).click()
        await page.getByRole('menuitem', { name: /^(Hapus|Delete)$/ }).click()
        await page.getByText('“Belanja”').waitFor()
      },
    },
  ]
}

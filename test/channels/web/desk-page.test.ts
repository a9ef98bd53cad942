import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ChatId, chatId } from '../../../src/ids.ts'
import type { Message, Say } from '../../../src/message.ts'
import type { Update } from '../../../src/update.ts'
import { launch, type Opened, openPage } from './browser.ts'
import { bubble, choices, DOT, edit } from './bubble.ts'
import { compilePage, memoryVault, type Simulator, startSimulator } from './simulator.ts'

const DESK = chatId('web', 'desk')
const ANA = chatId('web', 'agente-1')
const LUZ = chatId('web', 'agente-2')

let browser: Browser
let scripts = ''
let simulator: Simulator
let heard: Update[] = []
const opened: Opened[] = []

beforeAll(async () => {
  scripts = compilePage()
  browser = await launch()
})
afterAll(() => browser.close())
beforeEach(async () => {
  heard = []
  simulator = await startSimulator(scripts, memoryVault(), async (update) => void heard.push(update))
})
afterEach(async () => {
  const pages = opened.splice(0)
  for (const { page } of pages) await page.context().close()
  await simulator.close()
  expect(pages.flatMap(({ complaints }) => complaints)).toEqual([])
})

async function open(options = {}): Promise<Page> {
  const one = await openPage(browser, simulator, options)
  opened.push(one)
  return one.page
}

async function put(to: ChatId, message: Message): Promise<string> {
  const receipt = await simulator.channel.deliver(to, message)
  if (receipt.status !== 'sent') throw new Error(`not sent: ${JSON.stringify(receipt)}`)
  return receipt.ref
}

const lines = (page: Page, text = ''): Locator => page.locator('.desk .line').filter({ hasText: text })
const line = (page: Page, ref: string): Locator => page.locator(`.desk [data-id="${ref}"]`)
const box = (page: Page): Locator => page.locator('.desk textarea')
const play = (page: Page, name: string): Promise<void> => page.getByRole('radio', { name }).check()

async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await box(page).press('Enter')
  await lines(page, text).first().waitFor()
}

const card = (text: string, question: number, ...offers: [string, string][]): Say =>
  bubble(text, { key: 'card', choices: choices(...offers), question })

describe('two agents', () => {
  test('write in their own names, on their own side, and only the other’s carry a name', async () => {
    const page = await open()
    await say(page, 'Yo tomo el de Guaymas')
    await play(page, 'Luz')
    await say(page, 'Va')
    expect(heard.map(({ sender }) => sender?.name)).toEqual(['Ana', 'Luz'])
    expect(await lines(page, 'Guaymas').locator('.name').textContent()).toBe('Ana')
    expect(await lines(page, 'Va').locator('.name').count()).toBe(0)
    expect(await lines(page, 'Guaymas').locator('.edit').count()).toBe(0)
    const background = (text: string) =>
      lines(page, text)
        .locator('.bubble')
        .evaluate((node) => getComputedStyle(node).backgroundColor)
    expect(await background('Guaymas')).not.toBe(await background('Va'))
    await page.reload()
    expect(await page.getByRole('radio', { name: 'Luz' }).isChecked()).toBe(true)
  })

  test('edit and take back what they said', async () => {
    const page = await open()
    await say(page, 'Holaa')
    await lines(page, 'Holaa').getByRole('button', { name: 'Editar' }).click()
    await box(page).fill('Hola')
    await box(page).press('Enter')
    await lines(page, 'editado').waitFor()
    await lines(page, 'Hola').getByRole('button', { name: 'Borrar' }).click()
    await lines(page, 'mensaje borrado').waitFor()
    expect(heard.map(({ content }) => content.kind)).toEqual(['text', 'edit', 'deleted'])
    expect(await page.locator('.desk .action').count()).toBe(0)
  })

  test('leave the group and come back', async () => {
    const page = await open()
    await page.locator('.desk .menu summary').click()
    await page.getByRole('checkbox', { name: 'Salió del grupo' }).first().check()
    await page.locator('.desk .away').waitFor()
    expect(await page.locator('.desk .away span').textContent()).toBe('Ana salió del grupo')
    expect(await box(page).isVisible()).toBe(false)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Volver al grupo' }).click()
    await box(page).waitFor()
    expect(await page.locator('.desk .divider').allTextContents()).toEqual([
      'lunes 23 de noviembre',
      'Ana salió del grupo',
      'Ana volvió al grupo',
    ])
  })
})

describe('a card', () => {
  test('keeps its own buttons, is pressed with a word back, and changes in its place', async () => {
    const page = await open()
    const first = await put(DESK, card('*#AAAA-1111 · Pidió una persona*\nLibre', 7, ['take', 'Tomar']))
    await put(DESK, card('*#BBBB-2222 · Falló el NSS*\nLibre', 7, ['take', 'Tomar']))
    await lines(page, '#BBBB').waitFor()
    expect(await page.locator('.desk .keys').count()).toBe(2)

    await line(page, first).getByRole('button', { name: 'Tomar' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => heard.length).toBe(1)
    expect(heard[0]).toMatchObject({ ref: first, content: { kind: 'press', question: 7, choice: 'take' } })
    expect(await line(page, first).locator('[aria-busy]').count()).toBe(1)
    await put(DESK, { type: 'toast', press: heard[0]?.press ?? '', key: 'taken', text: 'Es tuyo' })
    await page.locator('.desk .toast', { hasText: 'Es tuyo' }).waitFor()
    expect(await line(page, first).locator('[aria-busy]').count()).toBe(0)

    const taken = card('*#AAAA-1111 · Pidió una persona*\nLo tiene Ana', 8, ['answer', 'Contestar'], ['free', 'Soltar'])
    await put(DESK, edit(first, taken))
    await line(page, first).filter({ hasText: 'Lo tiene Ana' }).waitFor()
    expect(await lines(page).first().getAttribute('data-id')).toBe(first)
    expect(await line(page, first).locator('.keys button').allTextContents()).toEqual(['Contestar', 'Soltar'])
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Contestar')
    await page.reload()
    await line(page, first).filter({ hasText: 'Lo tiene Ana' }).waitFor()
    expect(await line(page, first).locator('.title').textContent()).toBe('#AAAA-1111 · Pidió una persona')
  })

  test('its word back comes to nobody else', async () => {
    const [ana, luz] = [await open(), await open()]
    await play(luz, 'Luz')
    await put(DESK, card('Caso', 7, ['take', 'Tomar']))
    await ana.getByRole('button', { name: 'Tomar' }).click()
    await expect.poll(() => heard.length).toBe(1)
    await put(DESK, { type: 'toast', press: heard[0]?.press ?? '', key: 'taken', text: 'Es tuyo' })
    await ana.locator('.desk .toast', { hasText: 'Es tuyo' }).waitFor()
    await put(DESK, bubble('después'))
    await lines(luz, 'después').waitFor()
    expect(await luz.locator('.desk .toast').textContent()).toBe('')
  })

  test('can be pinned, and is found from the strip', async () => {
    const page = await open()
    const ref = await put(DESK, { ...card('*Caso fijado*\nx', 7), pin: true })
    for (let count = 0; count < 30; count += 1) await put(DESK, bubble(`mensaje ${count}`))
    await lines(page, 'mensaje 29').waitFor()
    await page.getByRole('button', { name: 'Fijado Caso fijado' }).click()
    const isInSight = line(page, ref).evaluate((node) => {
      const [own, frame] = [node.getBoundingClientRect(), node.closest('.scroll')?.getBoundingClientRect()]
      return frame !== undefined && own.top >= frame.top && own.bottom <= frame.bottom
    })
    expect(await isInSight).toBe(true)
    await put(DESK, { type: 'delete', ref })
    await page.locator('.desk .pinned').waitFor({ state: 'hidden' })
  })
})

describe('what the bot says', () => {
  test('to one agent is seen by that agent alone', async () => {
    const page = await open()
    const ref = await put(ANA, bubble('NSS `92919084431`'))
    await line(page, ref).waitFor()
    expect(await line(page, ref).locator('.only').textContent()).toBe('Solo lo ve Ana')
    await put(LUZ, bubble('para Luz'))
    await page.locator('.agents .agente-2.news').waitFor()
    expect(await lines(page, 'para Luz').count()).toBe(0)
    await play(page, 'Luz')
    await lines(page, 'para Luz').waitFor()
    expect(await page.locator('.desk').textContent()).not.toContain('92919084431')
    await play(page, 'Ana')
    await put(ANA, { type: 'delete', ref })
    await line(page, ref).filter({ hasText: 'mensaje borrado' }).waitFor()
    expect(await page.locator('.desk').textContent()).not.toContain('92919084431')
  })

  test('asks for an answer of whom it names, quotes, and calls by name', async () => {
    const page = await open()
    const about = await put(DESK, bubble('No me llega el correo'))
    const mentions = [{ id: 'agente-1', name: 'Ana' }]
    const ref = await put(DESK, bubble('Responde a este mensaje', { quotes: about, prompt: true, mentions }))
    await page.locator('.desk .strip', { hasText: 'Responde a este mensaje' }).waitFor()
    expect(await line(page, ref).locator('blockquote').textContent()).toBe('No me llega el correo')
    expect(await line(page, ref).locator('.mention.me').textContent()).toBe('@Ana')
    await play(page, 'Luz')
    expect(await page.locator('.desk .strip').isVisible()).toBe(false)
    await play(page, 'Ana')
    await say(page, 'Ya te lo mandé')
    expect(heard.at(-1)?.quotes?.ref).toBe(ref)
    await play(page, 'Luz')
    await play(page, 'Ana')
    expect(await page.locator('.desk .strip').isVisible()).toBe(false)
  })

  test('holds pictures that show, files that download, and the signs of things', async () => {
    const page = await open()
    const caption = bubble('Semana 48').body
    const picture = await put(DESK, { type: 'picture', png: DOT, key: 'figures', caption })
    await put(DESK, { type: 'file', name: 'casos.csv', text: 'día,casos\n1,2\n', key: 'figures', caption })
    await simulator.channel.deliver(DESK, {
      type: 'copy',
      from: DESK,
      ref: picture,
      kind: 'picture',
      key: 'c',
      caption,
    })
    const shown = page.getByRole('img', { name: 'Semana 48' })
    await shown.nth(1).waitFor()
    expect(await shown.first().evaluate((node) => node instanceof HTMLImageElement && node.naturalWidth)).toBe(1)
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.desk .file').click()])
    expect(download.suggestedFilename()).toBe('casos.csv')
    await page.locator('.desk .attach').click()
    await page.locator('.desk [data-thing=document]').click()
    await lines(page, 'Archivo').waitFor()
    expect(heard.at(-1)).toMatchObject({ sender: { id: 'agente-1' }, content: { kind: 'document' } })
  })
})

test('long cards keep within a phone, and every button can be touched', async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const offers = ['Contestar', 'Nota', 'Espero al estudiante', 'Canalizar', 'Resolver', 'Ver datos', 'Soltar']
  const named = offers.map((label, index): [string, string] => [`c${index}`, label])
  const long = `*#AAAA-1111 · ${'Reclama '.repeat(9)}*\n${'Lo tiene Ana · '.repeat(6)}\n${'x'.repeat(300)}`
  await put(DESK, card(long, 7, ...named))
  await put(DESK, bubble('y'.repeat(200), { quotes: '1', choices: choices(['undo', 'Deshacer']) }))
  await put(ANA, bubble('z'.repeat(200)))
  await page.getByRole('tab', { name: 'Mesa' }).tap()
  await say(page, 'w'.repeat(200))
  await page.locator('.desk .menu summary').tap()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  for (const part of await page.locator('.desk :is(button, summary, label, .bubble):visible').all()) {
    const area = await part.boundingBox()
    expect((area?.x ?? -1) >= 0 && (area?.x ?? 0) + (area?.width ?? 0) <= 390).toBe(true)
    expect(Math.min(area?.width ?? 0, area?.height ?? 0)).toBeGreaterThanOrEqual(32)
  }
})

test('the clock goes a minute and an hour on', async () => {
  const page = await open()
  await page.getByRole('button', { name: '+1 min' }).click()
  await page.locator('.leaf .time', { hasText: '10:01' }).waitFor()
  await page.getByRole('button', { name: '+1 h', exact: true }).click()
  await page.locator('.leaf .time', { hasText: '11:01' }).waitFor()
})

test('the copied test has the desk’s lines, and remarks for what cannot be played again', async () => {
  const page = await open()
  await page.locator('.hello').click()
  const ref = await put(DESK, card('*#AAAA-1111*\nLibre', 7, ['take', 'Tomar']))
  await page.getByRole('button', { name: 'Tomar' }).click()
  await expect.poll(() => heard.length).toBe(2)
  await put(DESK, { type: 'toast', press: heard[1]?.press ?? '', key: 'toast-taken', text: 'Es tuyo' })
  await put(DESK, edit(ref, card('*#AAAA-1111*\nLo tiene Ana', 8, ['answer', 'Contestar'], ['free', 'Soltar'])))
  await put(ANA, bubble('NSS', { key: 'reveal' }))
  await line(page, ref).locator('.reply').click()
  await say(page, 'Ya lo vi')
  await play(page, 'Luz')
  await say(page, '/cola')
  await lines(page, '/cola').getByRole('button', { name: 'Borrar' }).click()
  await page.locator('.phone .remove').click()
  await page.locator('.phone .erased').waitFor()
  await page.getByRole('button', { name: 'Copiar como prueba' }).click()
  const text = await page.locator('#test textarea').inputValue()
  expect(text.split('\n').slice(2)).toEqual([
    '> hola',
    'desk< card [take]',
    'Ana> [take]',
    'desk< toast toast-taken',
    'desk< ~card [answer free]',
    'Ana< reveal',
    'Ana> Ya lo vi',
    'Luz# /cola',
    '# Luz> (taken back)',
    '# > (taken back)',
    '',
  ])
})

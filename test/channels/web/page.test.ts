import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatId } from '../../../src/ids.ts'
import { play } from '../../play.ts'
import { launch, type Opened, openPage } from './browser.ts'
import { bubble } from './bubble.ts'
import { compilePage, type Simulator, startSimulator } from './simulator.ts'

let browser: Browser
let scripts = ''
let simulator: Simulator
const opened: Opened[] = []

beforeAll(async () => {
  scripts = compilePage()
  browser = await launch()
})
afterAll(() => browser.close())
beforeEach(async () => {
  simulator = await startSimulator(scripts)
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

const box = (page: Page, panel = '.phone'): Locator => page.locator(`${panel} textarea`)
const lines = (page: Page, panel = '.phone'): Locator => page.locator(`${panel} .line`)
const choice = (page: Page, id: string): Locator => page.locator(`.phone [data-choice="${id}"]`)

async function say(page: Page, text: string, panel = '.phone'): Promise<void> {
  await box(page, panel).fill(text)
  await box(page, panel).press('Enter')
}

async function press(page: Page, ...ids: string[]): Promise<void> {
  for (const id of ids) await choice(page, id).click()
}

async function key(page: Page, ...ids: string[]): Promise<void> {
  for (const id of ids) await page.locator(`.desk .keys [data-choice="${id}"]`).click()
}

const isFocused = (locator: Locator): Promise<boolean> => locator.evaluate((node) => node === document.activeElement)

/** Until the student waits for the answer of the institution, with a reminder set. */
async function walkToWaiting(page: Page): Promise<void> {
  await say(page, 'ya la guardé')
  await press(page, 'accept', 'today', 'yes')
  await page.locator('#next-reminder:enabled').waitFor()
}

describe('a conversation', () => {
  test('by keyboard alone', async () => {
    const page = await open()
    await box(page).focus()
    await page.keyboard.type('hola')
    await page.keyboard.press('Enter')
    await choice(page, 'not-started').waitFor()
    expect(await isFocused(box(page))).toBe(true)

    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await isFocused(choice(page, 'had-before'))).toBe(true)
    await page.keyboard.press('ArrowDown')
    expect(await isFocused(choice(page, 'not-started'))).toBe(true)
    await page.keyboard.press('Enter')

    await choice(page, 'begin').waitFor()
    expect(await isFocused(choice(page, 'begin'))).toBe(true)
    await page.keyboard.press('Enter')
    await choice(page, 'none').waitFor()
    expect(await lines(page).filter({ hasText: 'Empezar' }).count()).toBeGreaterThan(0)
    // The map asks for its place by itself.
    await page.locator('[aria-current="step"][data-place="prerequisites.ask"]').waitFor()
  })

  test('by touch at the width of a phone, panel by panel', async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    await page.locator('.hello').tap()
    await choice(page, 'not-started').tap()
    await choice(page, 'begin').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    for (const button of await page.locator('button:visible, select:visible').all()) {
      const area = await button.boundingBox()
      expect(Math.min(area?.width ?? 0, area?.height ?? 0)).toBeGreaterThanOrEqual(32)
    }

    await simulator.channel.deliver(chatId('web', 'desk'), bubble('¿Alguien toma este caso?'))
    await page.locator('[role=tab][data-tab=desk].news').tap()
    await lines(page, '.desk').filter({ hasText: '¿Alguien toma este caso?' }).waitFor()
    await say(page, 'Yo lo tomo', '.desk')
    await lines(page, '.desk').filter({ hasText: 'Yo lo tomo' }).waitFor()
    await page.getByRole('tab', { name: 'Chat' }).tap()
    await simulator.channel.deliver(chatId('web', 1), bubble('Aquí estamos'))
    await lines(page).filter({ hasText: 'Aquí estamos' }).waitFor()

    await page.getByRole('tab', { name: 'Mapa' }).tap()
    expect(await page.locator('[aria-current="step"]').isVisible()).toBe(true)
    expect(await page.locator('.phone').isVisible()).toBe(false)
  })

  test('looks the same after a reload', async () => {
    const page = await open()
    await say(page, 'hola')
    await press(page, 'not-started')
    await choice(page, 'begin').waitFor()
    const before = await lines(page).allTextContents()
    await page.reload()
    await choice(page, 'begin').waitFor()
    expect(await lines(page).allTextContents()).toEqual(before)
  })

  test('shows what was written as it was written', async () => {
    const page = await open()
    const attack = '<img src=x onerror=alert(1)> </p><script>alert(1)</script> [x](javascript:alert(1)) *a* `b` &amp;'
    await say(page, attack)
    await lines(page).filter({ hasText: 'alert' }).waitFor()
    expect(await page.locator('.person .bubble > p').textContent()).toBe(attack)
    expect(await page.locator('.bubble :is(img, script, strong, code)').count()).toBe(
      await page.locator('.bot strong').count(),
    )
  })

  test('edits, deletions, stickers and several students', async () => {
    const page = await open()
    await say(page, 'holaa')
    await page.locator('.person .edit').click()
    await box(page).fill('hola')
    await box(page).press('Enter')
    await lines(page).filter({ hasText: 'editado' }).waitFor()
    expect(await page.locator('.person .bubble > p').textContent()).toBe('hola')
    await page.locator('.person .remove').click()
    await page.locator('.person.erased').waitFor()
    expect(await page.locator('.person').textContent()).toBe('mensaje borrado')

    await page.locator('.phone').getByRole('button', { name: 'Adjuntar' }).click()
    await page.locator('.phone').getByRole('button', { name: 'Sticker' }).click()
    await page.locator('.person.sticker').waitFor()

    await page.getByRole('button', { name: 'Nuevo estudiante' }).click()
    await page.locator('.hello').waitFor()
    expect(await page.locator('#students').inputValue()).toBe('2')
    await page.locator('#students').selectOption('1')
    await page.locator('.person.sticker').waitFor()
  })

  test('a number of the student’s disappears, and can be copied where it is handed back', async () => {
    const page = await open()
    await say(page, 'hola')
    await press(page, 'not-started', 'begin', 'none', 'accept')
    await choice(page, 'where').waitFor()
    await say(page, 'GOXA040229MSRMXNA6')
    await page.locator('.person.erased').waitFor()
    expect(await page.locator('.person.erased').textContent()).toBe('mensaje borrado')
    expect(await page.locator('.phone').textContent()).not.toContain('GOXA040229MSRMXNA6')

    await press(page, 'mine', 'skip')
    await page.locator('.copies button', { hasText: 'CURP' }).click()
    await page.getByRole('status').filter({ hasText: 'Copiado' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('GOXA040229MSRMXNA6')
  })
})

describe('the clock', () => {
  test('moves a business day, and to the reminder, which then comes', async () => {
    const page = await open()
    await page.locator('#next-day').click()
    await page.locator('.leaf .day', { hasText: '24' }).waitFor()
    expect(await page.locator('.leaf').textContent()).toMatch(/martes\s*24\s*noviembre de 2026\s*10:00/)

    await walkToWaiting(page)
    const before = await lines(page).count()
    await page.locator('#next-reminder').click()
    await page.locator('.leaf .time', { hasText: '09:00' }).waitFor()
    await lines(page).nth(before).waitFor()
    expect(await page.locator('.phone .divider').last().textContent()).toBe('jueves 26 de noviembre · 09:00')
  })
})

describe('the page', () => {
  test('is named and reachable in every part', async () => {
    const page = await open()
    const unnamed = await page.locator('button, select, textarea, [role=log], [role=tab]').evaluateAll((nodes) =>
      nodes
        .filter((node) => !node.closest('[hidden], dialog'))
        .filter((node) => !(node.getAttribute('aria-label') ?? node.textContent ?? '').trim())
        .map((node) => node.outerHTML),
    )
    expect(unnamed).toEqual([])
    expect(await page.locator('body').textContent()).not.toContain('‹')
    expect(await page.title()).toContain('Afilia')
  })

  test('comes back by itself when the token is an old one', async () => {
    const page = await open()
    await page.route('**/api/say', async (route) => {
      await route.continue({ headers: { ...route.request().headers(), 'x-afilia-token': 'of-an-earlier-start' } })
      await page.unroute('**/api/say')
    })
    await say(page, 'hola')
    await choice(page, 'not-started').waitFor()
    expect(opened[0]?.complaints.splice(0)).toEqual([expect.stringContaining('403')])
  })
})

describe('copy as test', () => {
  test('writes a transcript that plays to the same conversation', async () => {
    const page = await open()
    await say(page, 'ya la guardé')
    await choice(page, 'accept').waitFor()
    await say(page, 'mi nss es 92919084431')
    await page.locator('.person.erased').waitFor()
    await press(page, 'accept', 'today')
    await page.locator('.phone').getByRole('button', { name: 'Adjuntar' }).click()
    await page.locator('.phone').getByRole('button', { name: 'Nota de voz' }).click()
    await press(page, 'yes')
    await page.locator('#next-reminder:enabled').click()
    await choice(page, 'not-yet').waitFor()
    await page.locator('.leaf .time', { hasText: '09:00' }).waitFor()
    await say(page, 'persona')
    await press(page, 'nainari', 'skip', 'none')
    await lines(page, '.desk').first().waitFor()
    await simulator.world.settled()

    await page.getByRole('button', { name: 'Copiar como prueba' }).click()
    const text = await page.locator('#test textarea').inputValue()
    await page.getByRole('button', { name: 'Copiado' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
    expect(text.split('\n').slice(0, 4)).toEqual([
      '# conversation copied from the simulator',
      '@ 2026-11-23 10:00',
      '> ya la guardé',
      expect.stringMatching(/^< [\w+.-]+( \[[a-z -]+\])?$/),
    ])
    expect(text).toContain('\n> mi nss es 92919084431\n< delete\n')
    expect(text).toContain('\n> {voice}\n')
    expect(text).toMatch(/\ndesk< card\b/)
    expect(sides(await play(text))).toEqual(sides(text))
  })

  test('has what the desk did as well: taken, answered, ended and taken back, ended for good', async () => {
    const page = await open()
    await say(page, 'persona')
    await press(page, 'nainari', 'skip', 'none')
    await key(page, 'take')
    await lines(page).filter({ hasText: 'Ya tiene tu caso' }).waitFor()
    await page.locator('.desk .card .reply').click()
    await say(page, 'Hola, soy Ana. ¿Qué te sale?', '.desk')
    await lines(page).filter({ hasText: 'soy Ana' }).waitFor()
    await say(page, 'ya nada, gracias')
    await lines(page, '.desk').filter({ hasText: 'ya nada' }).waitFor()
    await key(page, 'resolve', 'o-active', 'undo', 'resolve', 'o-data-corrected')
    await page.locator('.desk [data-choice="undo"]').waitFor()
    await page.locator('#next-minute').click()
    await press(page, 'yes')
    await lines(page, '.desk').filter({ hasText: 'confirma que se resolvió' }).waitFor()
    await simulator.world.settled()

    await page.getByRole('button', { name: 'Copiar como prueba' }).click()
    const text = await page.locator('#test textarea').inputValue()
    expect(text).toContain('\nAna> [take]\n')
    expect(text).toContain('\nAna> Hola, soy Ana. ¿Qué te sale?\n')
    expect(text).toMatch(/\n@ 2026-11-23 10:01\n(?:desk< .*\n)*< ticket-resolved\+told-data-corrected\n/)
    expect(text).not.toContain('told-active')
    expect(sides(await play(text))).toEqual(sides(text))
  })
})

/** The student's side and the desk's: each keeps its own order, between the two there is none. */
function sides(transcript: string): { student: string[]; desk: string[] } {
  const all = transcript.split('\n')
  return {
    student: all.filter((line) => !line.startsWith('desk<')),
    desk: all.filter((line) => line.startsWith('desk')),
  }
}

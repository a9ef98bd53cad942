import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launch } from '../web/browser.ts'
import { type LinkServer, NOW, QR, type Scripted, scripted, startLink, TOKEN } from './link-page.ts'

let browser: Browser
let linking: Scripted
let server: LinkServer
let complaints: string[] = []

beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())
beforeEach(async () => {
  complaints = []
  linking = scripted()
  server = await startLink(linking)
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await server.close()
  expect(complaints).toEqual([])
})

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${server.url}/whatsapp/link?token=${TOKEN}`)
  return page
}

const shows = (page: Page, state: string): Promise<void> => page.locator(`#panel[data-is="${state}"]`).waitFor()
const heading = (page: Page): Promise<string | null> => page.locator('h1').textContent()
const drawing = async (page: Page): Promise<string> => (await page.locator('.qr path').getAttribute('d')) ?? ''

describe('with the phone’s camera', () => {
  test('the page waits, shows the code, renews it, and says when it is linked; nobody touches it', async () => {
    const page = await open({ timezoneId: 'America/Hermosillo' })
    await shows(page, 'starting')
    linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
    await shows(page, 'qr')
    const first = await drawing(page)
    linking.is({ is: 'qr', qr: `${QR}2`, until: NOW + 40_000 })
    await page.waitForFunction((before) => document.querySelector('.qr path')?.getAttribute('d') !== before, first)
    linking.is({ is: 'linked', since: NOW })
    await shows(page, 'linked')
    expect(await heading(page)).toBe('Vinculado')
    expect(await page.locator('time').textContent()).toMatch(/martes, 24 de noviembre de 2026.*10:00/)
  })

  test('the token is gone from the address, and the page opens again without it', async () => {
    const page = await open()
    await page.waitForURL(`${server.url}/whatsapp/link`)
    linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
    await page.goto(`${server.url}/whatsapp/link`)
    await shows(page, 'qr')
    expect(await page.evaluate(() => document.cookie)).toBe('')
  })

  test('the code is dark on light by night, too', async () => {
    linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
    const page = await open({ colorScheme: 'dark' })
    const light = (selector: string, property: string): Promise<number> =>
      page.locator(selector).evaluate((node, name) => {
        const [red = 0, green = 0, blue = 0] = (getComputedStyle(node).getPropertyValue(name).match(/\d+/g) ?? []).map(
          Number,
        )
        return (red + green + blue) / 3
      }, property)
    expect(await light('.tile', 'background-color')).toBeGreaterThan(220)
    expect(await light('.qr', 'fill')).toBeLessThan(40)
  })
})

describe('with eight characters', () => {
  test('a number is answered with a code, by keyboard alone', async () => {
    linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
    const page = await open()
    await page.keyboard.press('Tab')
    await page.keyboard.type('644 123 4567')
    await page.keyboard.press('Enter')
    await shows(page, 'code')
    expect(await page.locator('.code').textContent()).toBe('ABCD-1234')
    expect(await page.locator('.code').evaluate((node) => node === document.activeElement)).toBe(true)
    expect(linking.asked).toEqual(['526441234567'])
    linking.is({ is: 'linked', since: NOW })
    await shows(page, 'linked')
  })

  test('what is being typed stays while the QR renews itself', async () => {
    linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
    const page = await open()
    await page.locator('#number').fill('644 12')
    const first = await drawing(page)
    linking.is({ is: 'qr', qr: `${QR}2`, until: NOW + 40_000 })
    await page.waitForFunction((before) => document.querySelector('.qr path')?.getAttribute('d') !== before, first)
    expect(await page.locator('#number').inputValue()).toBe('644 12')
    expect(await page.locator('#number').evaluate((node) => node === document.activeElement)).toBe(true)
  })

  test('what is no number, and what WhatsApp refuses, is said beside it', async () => {
    linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
    linking.gives = null
    const page = await open()
    await page.locator('#number').fill('12')
    await page.locator('.number button').click()
    await page.getByText('Revisa el número').waitFor()
    await page.locator('#number').fill('644 123 4567')
    await page.locator('.number button').click()
    await page.getByText('WhatsApp no dio un código').waitFor()
    // The browser's own remarks on the two answers.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('422'), expect.stringContaining('502')])
  })
})

test('a closed session is said and can be linked anew', async () => {
  linking.is({ is: 'linked', since: NOW })
  const page = await open()
  linking.is({ is: 'stopped', why: 'logged-out' })
  await page.reload()
  expect(await heading(page)).toBe('Se cerró la sesión')
  await page.locator('.relink').click()
  await shows(page, 'starting')
  expect(linking.asked).toEqual(['relink'])
  linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
  await shows(page, 'qr')
})

test('the page of a process that waits for the line goes on by itself once it has it', async () => {
  linking.is({ is: 'standby' })
  const page = await open()
  await shows(page, 'standby')
  expect(await heading(page)).toBe('En espera de la línea')
  linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
  await shows(page, 'qr')
})

test('a server that is away is said, and nothing is lost', async () => {
  linking.is({ is: 'qr', qr: QR, until: NOW + 20_000 })
  const page = await open()
  await page.route('**/part', (route) => route.abort())
  await page.locator('#away').waitFor()
  expect(await page.locator('.qr').isVisible()).toBe(true)
  await page.unroute('**/part')
  await page.locator('#away').waitFor({ state: 'hidden' })
  complaints = complaints.filter((text) => !text.includes('net::ERR_FAILED'))
})

test.each([390, 1280])('nothing is wider than %d pixels', async (width) => {
  const page = await open({ viewport: { width, height: 844 } })
  for (const state of [
    { is: 'qr', qr: QR, until: NOW },
    { is: 'code', code: 'WWWWWWWW' },
    { is: 'linked', since: NOW },
    { is: 'stopped', why: 'forbidden' },
    { is: 'standby' },
  ] as const) {
    linking.is(state)
    await page.reload()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), state.is).toBeLessThanOrEqual(width)
  }
})

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Simulator } from './simulator.ts'

/** Only what is needed to run headless anywhere and to keep Chromium from talking to anyone but us. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS })
}

export interface Opened {
  page: Page
  /** What the browser complained about: errors, warnings, violations of the policy. */
  complaints: string[]
}

/** A fresh visitor on the page; it is ready when this resolves. */
export async function openPage(
  browser: Browser,
  simulator: Simulator,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: simulator.url })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.exposeFunction('complain', (text: string) => complaints.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(window, 'complain')
      if (typeof report === 'function') report(`policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  await page.goto(simulator.url)
  // The clock shows a day once the stream has begun.
  await page.locator('.leaf .day', { hasText: /\d/ }).waitFor({ state: 'attached' })
  return { page, complaints }
}

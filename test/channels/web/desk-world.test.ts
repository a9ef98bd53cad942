import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, openPage } from './browser.ts'
import { compilePage, startSimulator } from './simulator.ts'

let browser: Browser
let scripts = ''

beforeAll(async () => {
  scripts = compilePage()
  browser = await launch()
})
afterAll(() => browser.close())

const CURP = 'GOXA040229MSRMXNA6'
const ID = '198765'

/** Somebody who has the page open, as student and as both agents, with a whole world behind it. */
interface Hands {
  page: Page
  /** Panel by panel, where only one fits. */
  turnTo(panel: 'Chat' | 'Mesa' | 'Reloj'): Promise<void>
  says(panel: 'phone' | 'desk', text: string): Promise<void>
  /** Choices of the student's, by what they stand for. */
  picks(...ids: string[]): Promise<void>
  /** Buttons of the newest message that has them. */
  presses(...labels: string[]): Promise<void>
  plays(name: 'Ana' | 'Luz'): Promise<void>
  hears(panel: 'phone' | 'desk', text: string | RegExp): Promise<Locator>
}

function handsOn(page: Page, isNarrow: boolean): Hands {
  const keys = page.locator('.desk .keys')
  return {
    page,
    async turnTo(panel) {
      if (isNarrow) await page.getByRole('tab', { name: panel }).click()
    },
    async says(panel, text) {
      await page.locator(`.${panel} textarea`).fill(text)
      await page.locator(`.${panel} textarea`).press('Enter')
    },
    async picks(...ids) {
      for (const id of ids) await page.locator(`.phone [data-choice="${id}"]`).click()
    },
    async presses(...labels) {
      for (const name of labels) await keys.getByRole('button', { name, exact: true }).last().click()
    },
    plays: (name) => page.getByRole('radio', { name }).check(),
    async hears(panel, text) {
      const line = page.locator(`.${panel} .line`).filter({ hasText: text }).last()
      await line.waitFor()
      return line
    },
  }
}

async function opensCase({ turnTo, says, picks, hears }: Hands): Promise<void> {
  await says('phone', 'hola')
  await picks('not-started', 'begin', 'none', 'accept')
  await hears('phone', 'Paso 3 de 8')
  await says('phone', CURP)
  await picks('mine', 'skip', 'error')
  await hears('phone', 'texto del error')
  await says('phone', 'me sale que no existo')
  await picks('nainari')
  await hears('phone', 'ID de ITSON')
  await says('phone', ID)
  await hears('phone', 'fecha límite')
  await says('phone', 'viernes 4 de diciembre')
  await hears('phone', 'Te abrí el caso')
  await turnTo('Mesa')
}

/** Ana and the student, by the buttons; Luz may only note. */
async function talks({ page, turnTo, says, presses, plays, hears }: Hands): Promise<void> {
  await presses('Tomar')
  await hears('desk', 'Lo tiene Ana desde las 10:00')
  await presses('Responder', 'Escribir')
  await page.locator('.desk .strip', { hasText: 'Escribe tu respuesta' }).waitFor()
  await says('desk', '¿Desde cuándo te sale?')
  await hears('desk', 'Enviado al estudiante')
  await turnTo('Chat')
  await hears('phone', 'Mesa de ayuda: ¿Desde cuándo te sale?')
  await says('phone', 'desde ayer')
  await turnTo('Mesa')
  await hears('desk', 'Estudiante: desde ayer')
  await plays('Luz')
  await page.locator('.desk .card .reply').click()
  await says('desk', 'yo digo otra cosa')
  await hears('desk', 'No se envió: lo tiene Ana')
  await page.locator('.desk .card .reply').click()
  await says('desk', '// ya avisé a sistemas')
  await hears('desk', '// ya avisé')
  await plays('Ana')
}

async function looksAtNumbers({ page, presses, plays, hears }: Hands): Promise<void> {
  await presses('Ver datos')
  const bubble = await hears('desk', `CURP: ${CURP}`)
  expect(await bubble.locator('.only').textContent()).toBe('Solo lo ve Ana')
  expect(await isInSight(bubble)).toBe(true)
  expect(await bubble.textContent()).toContain(`ID ITSON: ${ID}`)
  await plays('Luz')
  await hears('desk', 'Ana vio los datos completos')
  expect(await page.locator('.desk').textContent()).not.toMatch(new RegExp(`${CURP}|${ID}`))
  await plays('Ana')
}

/** What was pressed for must not come below what is looked at. */
function isInSight(line: Locator): Promise<boolean> {
  return line.evaluate((node) => {
    const frame = node.closest('.scroll')?.getBoundingClientRect()
    const own = node.getBoundingClientRect()
    return frame !== undefined && own.bottom <= frame.bottom + 1 && own.top >= frame.top - 1
  })
}

test.each<[string, BrowserContextOptions, boolean]>([
  ['of a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, true],
  ['of a screen', { viewport: { width: 1280, height: 800 } }, false],
])(
  'at the width %s a case is taken, answered, noted, ended, taken back and looked into',
  async (_, options, isNarrow) => {
    const simulator = await startSimulator(scripts)
    const { page, complaints } = await openPage(browser, simulator, options)
    const hands = handsOn(page, isNarrow)
    await opensCase(hands)
    const card = await hands.hears('desk', 'Libre desde el lunes 23 de noviembre')
    expect(await card.locator('.state').textContent()).toMatch(/^Libre/)
    expect(await card.locator('strong').allTextContents()).toContain('Vence el viernes 4 de diciembre')
    await talks(hands)
    await hands.presses('Resolver', 'Dato corregido')
    await hands.hears('desk', 'Ana lo resolvió: Dato corregido')
    await hands.presses('Deshacer')
    await hands.hears('desk', 'Lo tiene Ana')
    await looksAtNumbers(hands)
    await hands.presses('Resolver', 'Dato corregido')
    await hands.hears('desk', 'Ana lo resolvió')
    await hands.turnTo('Reloj')
    await page.getByRole('button', { name: '+1 min' }).click()
    await page.getByRole('button', { name: '+1 min' }).click()
    await hands.turnTo('Chat')
    await hands.hears('phone', '¿Se resolvió?')
    await hands.turnTo('Mesa')
    // What the student hears and what Ana was shown go their own ways.
    await page.locator('.desk .line', { hasText: CURP }).waitFor({ state: 'detached' })
    expect(await page.locator('.desk').textContent()).not.toContain(CURP)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport?.width)
    await page.context().close()
    await simulator.close()
    expect(complaints).toEqual([])
  },
)

import { it } from 'vitest'
import { writeFileSync } from 'node:fs'
import { launch, openPage } from './browser.ts'
import { compilePage, startSimulator } from './simulator.ts'

const scripts = compilePage()
it(`impatient`, async () => {
  const browser = await launch()
  const simulator = await startSimulator(scripts)
  const { page, complaints } = await openPage(browser, simulator, { viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(5000)
  const log: string[] = []
  const seen = { phone: new Map<string, string>(), desk: new Map<string, string>() }
  const dump = async () => {
    await simulator.world.settled(); await page.waitForTimeout(120); await simulator.world.settled(); await page.waitForTimeout(60)
    for (const p of ['phone', 'desk'] as const) {
      const items = await page.locator(`.${p} .lines > li`).evaluateAll((n) => n.map((x) => [x.getAttribute('data-id') ?? x.textContent ?? '', (x.querySelector('.bubble') as HTMLElement | null)?.innerText ?? `--- ${x.textContent}`]))
      for (const [id, text] of items) if (seen[p].get(id!) !== text) { log.push(`${p}${seen[p].has(id!) ? ' ~' : ''}< ${String(text).replace(/\n+/g, '\n        ')}`); seen[p].set(id!, text!) }
      const t = await page.locator(`.${p} .toast`).textContent(); if (t) log.push(`${p} TOAST ${t}`)
    }
    const c = await page.locator('.phone .choices:not([hidden]) button').allTextContents(); log.push(`   [${c.join('] [')}]`)
  }
  const S = async (text: string) => { log.push(`\nS> ${text}`); await page.locator('.phone textarea').fill(text); await page.locator('.phone textarea').press('Enter'); await dump() }
  const P = async (label: string) => { log.push(`\nS> [${label}]`); await page.locator('.phone .choices button', { hasText: label }).first().click(); await dump() }
  const T = async (thing: string) => { log.push(`\nS> {${thing}}`); await page.locator('.phone .attach').click(); await page.locator(`.phone [data-thing=${thing}]`).click(); await dump() }
  const A = async (text: string) => { log.push(`\nA> ${text}`); await page.locator('.desk textarea').fill(text); await page.locator('.desk textarea').press('Enter'); await dump() }
  const K = async (label: string) => { log.push(`\nA> [${label}]`); await page.locator('.desk .keys button').getByText(label, { exact: true }).last().click(); await dump() }
  const Q = async (hint: string) => { await page.locator('.desk .line', { hasText: hint }).last().locator('.reply').click() }
  const C = async (id: string) => { log.push(`\n@ ${id}`); await page.locator(`#next-${id}`).click(); await dump() }
  const W = async (n: string) => { log.push(`\n= ${n}`); await page.getByRole('radio', { name: n }).check(); await dump() }
  try {
    await S('hola necesito ayuda'); await S('persona'); await S('ya'); await S('obregon'); await S('no se'); await S('para que quieres mi id?'); await S('24220400014')
    await S('no'); await S('urge'); await S('para el viernes'); await S('cuanto tardan?'); await S('hola?'); await S('hay alguien??')
    await S('persona'); await S('quiero hablar con alguien ya'); await S('ya la guardé'); await P('Sí'); await S('contesten')
    await C('hour'); await S('???'); await S('cuántos van antes de mi')
    await K('Tomar'); await S('por fin'); await S('menú'); await S('donde voy'); await S('mis datos'); await S('1'); await S('ok gracias'); await T('picture'); await S('si'); await T('picture'); await S('espera'); await P('No')
    await S('quiero volver con el bot'); await S('y mi caso?'); await S('ya se resolvió, ya no necesito nada'); await S('cancelar caso')
    log.push('\n######## AGENT')
    await A('hola, qué necesitas'); await Q('Lo tiene Ana'); await A('hola, qué necesitas'); await K('Nota'); await K('Esperar'); await A('esperando'); await S('aquí estoy')
    await K('Derivar'); await K('← Regresar'); await K('Resolver'); await W('Luz'); await K('Dato corregido'); await A('/casos'); await A('/pendientes'); await A('/caso'); await W('Ana')
    await K('Dato corregido'); await Q('Ana lo resolvió'); await A('una cosa más'); await K('Deshacer'); await K('Resolver'); await K('Otra cosa'); await K('Días de espera'); await C('minute'); await P('Sigo igual')
    await K('Responder'); await K('Lo estoy revisando'); await C('day'); await S('nadie me contesta'); await C('day'); await K('Tomar').catch(String); await K('Ver datos'); await K('Soltar'); await A('/estado'); await A('/ayuda'); await A('/aviso cia'); await A('/aviso el cia no sirve'); await A('/aviso cia fin'); await A('/caso ' + ((await page.locator('.desk .card .title').first().textContent()) ?? '').slice(1, 10))
    await S('borrar'); await P('Sí, borra todo'); await A('/casos')
  } catch (e) { log.push('!!! ' + String(e)); await dump() }
  log.push(JSON.stringify(complaints))
  writeFileSync(`/tmp/impatient.txt`, log.join('\n'))
  await browser.close(); await simulator.close()
}, 300_000)

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../../../src/channels/whatsapp-cloud/encode.ts'
import { marked } from '../../../src/channels/whatsapp-cloud/marks.ts'
import { richText } from '../../../src/message.ts'
import { say } from '../telegram/on-fake.ts'
import { shownOf } from './fake-chats.ts'
import { readMessage } from './fake-payloads.ts'

const choices = (...labels: string[]) => labels.map((label, at) => ({ id: `c${at}`, label }))
const OPENER = 'Ver opciones'

/** As Meta would show it; throws what Meta would refuse. */
function shown(...said: Parameters<typeof say>) {
  return encode(say(...said), OPENER).map((payload) => {
    const whole = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '526441112233', ...payload }
    const sent = readMessage(whole)
    if ('wrong' in sent) throw new Error(sent.wrong)
    return { ...shownOf(sent, ''), raw: payload }
  })
}

describe('choices', () => {
  it.each([
    ['three short ones are buttons', choices('Sí', 'No', 'x'.repeat(20)), 'button'],
    ['one is a button', choices('Listo'), 'button'],
    ['a longer label makes a list', choices('Sí', 'x'.repeat(21)), 'list'],
    ['four are a list', choices('1', '2', '3', '4'), 'list'],
    ['ten are a list', choices(...'abcdefghij'), 'list'],
    ['eleven are written out', choices(...'abcdefghijk'), 'text'],
    ['what no row holds is written out', choices('Sí', 'x'.repeat(73)), 'text'],
    ['what cannot be told apart is written out', choices('Sí', 'Sí'), 'text'],
  ])('%s', (_, offered, type) => {
    const [only, ...more] = shown('¿Ya?', { choices: offered, question: 7 })
    expect([only?.type, more]).toEqual([type, []])
    if (type === 'text')
      for (const [at, { label }] of offered.entries()) expect(only?.text).toContain(`${at + 1}. ${label}`)
    else
      expect(only?.buttons.map(({ id, label }) => ({ id, label }))).toEqual(
        offered.map(({ id, label }) => ({ id: `7.${id}`, label })),
      )
  })

  it('a row that is cut says all of it below', () => {
    const [only] = shown('¿Cuál?', { choices: choices('No me deja entrar con mi contraseña', 'Otra') })
    expect(only?.buttons.map(({ title, label }) => [title, label])).toEqual([
      ['No me deja entrar con m…', 'No me deja entrar con mi contraseña'],
      ['Otra', 'Otra'],
    ])
    expect(only?.raw).toMatchObject({ interactive: { action: { button: OPENER } } })
  })

  it('hang under the end of a long text', () => {
    const text = Array.from({ length: 900 }, (_, at) => `palabra${at}`).join(' ')
    const all = shown(text, { choices: choices('Sí') })
    expect(all.map(({ type }) => type)).toEqual([...all.slice(1).map(() => 'text'), 'button'])
    expect(
      all
        .map((one) => one.text)
        .join(' ')
        .replaceAll(/\s+/g, ' '),
    ).toBe(text)
  })
})

describe('links', () => {
  const url = 'https://www.imss.gob.mx/derechoH/semanas-cotizadas'

  it('one on the last line becomes a button that says where it leads', () => {
    const [only, ...more] = shown(`Entra aquí:\n\n${url}`)
    expect(only).toMatchObject({ type: 'cta_url', text: 'Entra aquí:', url })
    expect(only?.raw).toMatchObject({ interactive: { action: { parameters: { display_text: 'imss.gob.mx' } } } })
    expect(more).toEqual([])
  })

  it.each([
    ['in a sentence', `Entra a ${url}`],
    ['before the end', `${url}\nY escribe tu NSS`],
    ['one of two', `Está en ${url}\n${url}`],
    ['alone', url],
    ['unprotected', 'Entra aquí:\nhttp://imss.gob.mx'],
    ['of nothing', 'Entra aquí:\nhttps://'],
  ])('%s stays a text', (_, text) => {
    expect(shown(text)).toMatchObject([{ type: 'text', text }])
  })

  it('beside choices stays a text', () => {
    expect(shown(`Entra:\n${url}`, { choices: choices('Ya') })).toMatchObject([
      { type: 'button', text: `Entra:\n${url}` },
    ])
  })
})

it.each([
  ['*Paso 2* de 8', '*Paso 2* de 8'],
  ['Tu NSS: `92919084431`.', 'Tu NSS: ```92919084431```.'],
  ['*dos\nlíneas*', '*dos*\n*líneas*'],
  ['* x * y', ' *x* y'],
])('marks %j as WhatsApp does', (written, expected) => {
  expect(marked(richText(written)).replaceAll(/\s+/g, ' ')).toBe(expected.replaceAll(/\s+/g, ' '))
})

it('what is to be copied stands on a line of its own; names are called by name', () => {
  const [only] = shown('Toma', { copies: [{ label: 'Copiar NSS', text: '929' }], mentions: [{ id: '1', name: 'Ana' }] })
  expect(only?.text).toBe('Toma\nCopiar NSS: ```929```\nAna')
})

it('whatever is said: Meta takes it, and nothing of it is lost', () => {
  const part = fc.oneof(
    fc.string(),
    fc.lorem({ maxCount: 300 }),
    fc.constantFrom('😀'.repeat(900), '\n\n', ' *b* ', '`c`'),
  )
  const text = fc.array(part, { maxLength: 12 }).map((parts) => `¡Hola! ${parts.join(' ')}`)
  const label = fc.oneof(fc.lorem({ mode: 'sentences', maxCount: 2 }), fc.lorem({ maxCount: 1 }))
  const offered = fc.uniqueArray(label, { maxLength: 13 })
  const bare = (written: string) => written.replaceAll(/[*`\s]/g, '')
  fc.assert(
    fc.property(text, offered, (written, labels) => {
      const body = richText(written)
      const all = shown('', { body, choices: choices(...labels) })
      const isWrittenOut = all.at(-1)?.buttons.length === 0
      const extra = isWrittenOut ? labels.map((one, at) => `${at + 1}. ${one}`).join('') : ''
      const whole = all.map((one) => `${one.text}${one.url ?? ''}`).join('')
      expect(bare(whole)).toBe(bare(`${body.text}${extra}`))
      expect(all.every((one) => !/[\uD800-\uDBFF]$|^[\uDC00-\uDFFF]/.test(one.text))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

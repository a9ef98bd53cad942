import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../../../src/channels/whatsapp/encode.ts'
import { choiceOf } from '../../../src/channels/whatsapp/menus.ts'
import { type Message, richText, type Say } from '../../../src/message.ts'
import { seen } from './phone.ts'

const nobody = () => null
const say = (marked: string, more: Partial<Say> = {}): Say => ({
  type: 'say',
  key: 'k',
  body: richText(marked),
  choices: [],
  question: 1,
  copies: [],
  ...more,
})
const choices = (...labels: string[]) => labels.map((label, at) => ({ id: `c${at}`, label }))
const textOf = (message: Message) => encode(message, nobody).map(({ text }) => text)

describe('a say', () => {
  it('is its words', () => {
    expect(encode(say('Paso *3*: abre\nhttps://www.itson.mx/cia\ny pega `9291`'), nobody)).toEqual([
      { text: 'Paso *3*: abre\nhttps://www.itson.mx/cia\ny pega `9291`', mentions: [] },
    ])
  })

  it('has its choices below, numbered, and what is to be copied at the end', () => {
    const message = say('¿Te aviso?', {
      choices: choices('Sí, avísame', 'Yo *reviso*\n_luego_'),
      copies: [{ label: 'Copiar NSS', text: '92919084431' }],
    })
    expect(textOf(message)).toEqual([
      '¿Te aviso?\n\n1. Sí, avísame\n2. Yo ＊reviso＊ ＿luego＿\n\nCopiar NSS: `92919084431`',
    ])
  })

  it('says nothing twice that can be copied already', () => {
    const copies = [
      { label: 'Copiar NSS', text: '92919084431' },
      { label: 'Copiar CURP', text: 'GOXA' },
    ]
    expect(textOf(say('NSS: `92919084431`\nCURP: GOXA', { copies }))).toEqual([
      'NSS: `92919084431`\nCURP: GOXA\n\nCopiar CURP: `GOXA`',
    ])
  })

  it('calls by number whom it can, without their device, and names the others', () => {
    const jids: Record<string, string> = {
      ana: '5216441234567:3@s.whatsapp.net',
      eva: '77001234567890@lid',
      group: '120363041234567890@g.us',
    }
    const mentions = [
      { id: 'ana', name: 'Ana' },
      { id: 'eva', name: 'Eva' },
      { id: 'beto', name: '*Beto*' },
      { id: 'group', name: '@todos' },
      { id: 'x', name: ' ' },
    ]
    const message = say('¿Quién?', { mentions, choices: choices('Yo') })
    expect(encode(message, (id) => jids[id] ?? null)).toEqual([
      {
        text: '¿Quién?\n\n@5216441234567 @77001234567890 ＊Beto＊ @\u2060todos\n\n1. Yo',
        mentions: ['5216441234567@s.whatsapp.net', '77001234567890@lid'],
      },
    ])
  })

  it('rings for nobody who is only written about', () => {
    expect(encode(say('@5216441234567 y @todos'), nobody)).toEqual([
      { text: '@\u20605216441234567 y @\u2060todos', mentions: [] },
    ])
  })

  it('of choices alone is the choices; of nothing it is nothing', () => {
    expect(textOf(say('', { choices: choices('A') }))).toEqual(['1. A'])
    expect(textOf(say(' \n '))).toEqual([])
  })
})

describe('other messages', () => {
  it('an edit is one message with its menu, cut if it must be', () => {
    const edit = { type: 'edit', ref: 'r', key: 'k', question: 2, choices: choices('Tomar') } as const
    expect(textOf({ ...edit, body: richText('*#AB* · libre') })).toEqual(['*#AB* · libre\n\n1. Tomar'])
    const [cut, ...more] = textOf({ ...edit, body: richText('palabra '.repeat(1000)) })
    expect(more).toEqual([])
    expect(cut).toMatch(/palabra…\n\n1\. Tomar$/)
    expect(cut?.length).toBeLessThanOrEqual(4000)
  })

  const caption = richText(`*Mesa de ayuda:* ${'x'.repeat(2000)}`)
  it.each<[string, Message]>([
    ['copy', { type: 'copy', from: 'telegram:1', ref: '1', kind: 'picture', key: 'k', caption }],
    ['picture', { type: 'picture', png: '', key: 'k', caption }],
    ['file', { type: 'file', name: 'a.csv', text: 'a', key: 'k', caption }],
    [
      'media',
      { type: 'media', media: { thing: 'voice', bytes: new Uint8Array(), mime: 'audio/ogg' }, key: 'k', caption },
    ],
  ])('the caption of a %s is marked and cut', (_, message) => {
    const [text = ''] = textOf(message)
    expect(text).toMatch(/^\*Mesa de ayuda:\* x+…$/)
    expect(seen(text).text).toHaveLength(1024)
  })

  it('no caption is no words', () => {
    expect(textOf({ type: 'picture', png: '', key: 'k', caption: richText('') })).toEqual([])
  })

  it.each<Message>([
    { type: 'delete', ref: 'r' },
    { type: 'topic', thread: null, title: 't', state: 'open' },
    { type: 'toast', press: 'p', key: 'k', text: 't' },
  ])('$type has no words', (message) => expect(encode(message, nobody)).toEqual([]))
})

const pieces = fc.array(
  fc.constantFrom('palabra ', 'otra\n', 'fin.\n\n', 'x'.repeat(500), '👩🏽‍🎓'.repeat(60), '*_~ '),
  {
    minLength: 1,
    maxLength: 80,
  },
)
const labels = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,30}$/), { maxLength: 12 })
/** Begins or ends with half a character. */
const HALF = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/
const pressedSpace = (text: string) => text.replace(/\s+/g, '')

it('a long text loses nothing but space, is cut in no character, and its menu is whole, in the last part, under words', () => {
  fc.assert(
    fc.property(pieces, labels, (some, names) => {
      const text = `${some.join('')}!`
      const parts = textOf(say('', { body: { text, spans: [] }, choices: choices(...names) }))
      const menu = names.map((name, at) => `${at + 1}. ${name}`).join('\n')
      const last = parts.at(-1) ?? ''
      expect(parts.every((part) => part.length <= 4100 && !HALF.test(part))).toBe(true)
      expect(last.endsWith(menu)).toBe(true)
      expect(last.length).toBeGreaterThan(menu.length)
      const body = [...parts.slice(0, -1), menu === '' ? last : last.slice(0, -menu.length)].join('')
      expect(pressedSpace(seen(body).text)).toBe(pressedSpace(text))
    }),
  )
})

it('where a menu has no room left, the last words go with it', () => {
  const paragraphs = Array.from({ length: 39 }, () => `${'x'.repeat(98)}.\n`).join('')
  const names = Array.from({ length: 12 }, (_, at) => `${'y'.repeat(40)} ${at}`)
  const parts = textOf(say(paragraphs, { choices: choices(...names) }))
  expect(parts).toHaveLength(2)
  expect(parts.every((part) => part.length <= 4000)).toBe(true)
  expect(parts[1]).toMatch(/^x+\.\n.*x\.\n\n1\. y.*12\. y+ 11$/s)
})

it('a menu too long for one message still comes whole, behind the text', () => {
  const names = Array.from({ length: 300 }, (_, at) => `Una respuesta que es larga, la ${at}`)
  const parts = textOf(say('x '.repeat(2500), { choices: choices(...names) }))
  expect(names.every((name, at) => parts.at(-1)?.includes(`${at + 1}. ${name}`))).toBe(true)
})

it('what is shown beside a number is what answers the menu', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{3,30}$/), { minLength: 1, maxLength: 12 }), (names) => {
      const message = say('¿?', { choices: choices(...names) })
      const lines = (textOf(message)[0] ?? '').split('\n').slice(2)
      expect(lines.map((line) => choiceOf(message, line))).toEqual(
        message.choices.map(({ id }) => ({ kind: 'press', question: 1, choice: id })),
      )
    }),
  )
})

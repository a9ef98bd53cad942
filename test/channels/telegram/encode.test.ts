import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encode, encodeEdit } from '../../../src/channels/telegram/encode.ts'
import type { Span } from '../../../src/message.ts'
import { say, words } from './on-fake.ts'

it('marks are entities, and what people wrote stays text', () => {
  const body = { text: '<b>no</b> *no* sí', spans: [{ at: 15, length: 2, style: 'bold' as const }] }
  expect(encode(say('', { body }))).toEqual([
    { text: '<b>no</b> *no* sí', entities: [{ type: 'bold', offset: 15, length: 2 }], keyboard: [] },
  ])
})

it('choices carry their question, copies their text, short ones side by side', () => {
  const [sent] = encode(
    say('¿Te aviso?', {
      question: 7,
      choices: [
        { id: 'yes', label: 'Sí, avísame' },
        { id: 'no', label: 'Yo reviso' },
        { id: 'other', label: 'Una respuesta que es bastante larga' },
        { id: 'ok', label: 'Va' },
      ],
      copies: [{ label: 'Copiar NSS', text: '92919084431' }],
    }),
  )
  expect(sent?.keyboard).toEqual([
    [{ text: 'Copiar NSS', copy_text: { text: '92919084431' } }],
    [
      { text: 'Sí, avísame', callback_data: '7.yes' },
      { text: 'Yo reviso', callback_data: '7.no' },
    ],
    [{ text: 'Una respuesta que es bastante larga', callback_data: '7.other' }],
    [{ text: 'Va', callback_data: '7.ok' }],
  ])
})

it('three to a row at most', () => {
  const choices = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id }))
  expect(encode(say('¿?', { choices }))[0]?.keyboard.map((row) => row.length)).toEqual([3, 1])
})

it('what is too long for a copy button is not offered in part', () => {
  const copies = [257, 256].map((length) => ({ label: `${length}`, text: 'x'.repeat(length) }))
  expect(
    encode(say('…', { copies }))[0]
      ?.keyboard.flat()
      .map(({ text }) => text),
  ).toEqual(['256'])
})

/** Begins or ends with half a character. */
const HALF = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/
const pieces = fc.array(fc.constantFrom('palabra ', 'otra\n', 'fin.\n\n', 'x'.repeat(500), '👩🏽‍🎓'.repeat(60)), {
  minLength: 20,
  maxLength: 80,
})

it('a text too long for one message loses nothing, is cut in no character and asks once, at the end', () => {
  fc.assert(
    fc.property(pieces, (some) => {
      const text = `${some.join('')}!`
      const parts = encode(say(text, { choices: [{ id: 'a', label: 'A' }] }))
      expect(parts.map((part) => part.text).join('')).toBe(text)
      expect(parts.every((part) => part.text.length <= 4096 && !HALF.test(part.text))).toBe(true)
      expect(parts.findIndex(({ keyboard }) => keyboard.length > 0)).toBe(parts.length - 1)
    }),
  )
})

it('marks follow their words into the next message', () => {
  fc.assert(
    fc.property(pieces, fc.nat(9000), fc.integer({ min: 1, max: 6000 }), (some, at, length) => {
      const text = `${some.join('')}!`
      const spans: Span[] = [
        { at: at % text.length, length: Math.min(length, text.length - (at % text.length)), style: 'code' },
      ]
      const marked = encode(say('', { body: { text, spans } }))
        .flatMap((part) => part.entities.map(({ offset, length }) => part.text.slice(offset, offset + length)))
        .join('')
      expect(marked).toBe(spans.map((span) => text.slice(span.at, span.at + span.length)).join(''))
    }),
  )
})

it('a rest of nothing but space is not sent', () => {
  const parts = encode(say(`${'x'.repeat(4096)}\n\n \n`, { choices: [{ id: 'a', label: 'A' }] }))
  expect(parts).toHaveLength(1)
  expect(parts[0]?.keyboard).toHaveLength(1)
})

it('names are called at the end, by whoever they are; one without a name or a number rings nobody', () => {
  const mentions = [
    { id: '7', name: 'Ana' },
    { id: '8', name: ' ' },
    { id: 'x', name: 'Beto' },
  ]
  const [sent] = encode(say('¿Quién?', { mentions }))
  expect(sent?.text).toBe('¿Quién?\nAna Beto')
  expect(sent?.entities).toEqual([
    { type: 'text_mention', offset: 8, length: 3, user: { id: 7, is_bot: false, first_name: 'Ana' } },
  ])
})

it('names are called in the last part of a long text', () => {
  const parts = encode(say('x'.repeat(4095), { mentions: [{ id: '7', name: 'Ana' }] }))
  expect(parts.map(({ text, entities }) => [text.length, entities.length])).toEqual([
    [4095, 0],
    [4, 1],
  ])
})

it('what is too long to edit loses its end, in the middle of no character, and says so', () => {
  fc.assert(
    fc.property(pieces, (some) => {
      const text = `${some.join('')}!`
      const spans: Span[] = [{ at: 0, length: text.length, style: 'code' }]
      const cut = encodeEdit({ text, spans })
      fc.pre(text.length > 4096)
      expect(cut.text.length).toBeLessThanOrEqual(4096)
      expect(text.startsWith(cut.text.slice(0, -1))).toBe(true)
      expect(cut.text).toMatch(/\S…$/)
      expect(cut.text.slice(0, -1)).not.toMatch(HALF)
      expect(cut.entities).toEqual([{ type: 'code', offset: 0, length: cut.text.length - 1 }])
    }),
  )
})

it('no space is left before the sign that there was more', () => {
  expect(encodeEdit(words('hola    '.repeat(1000))).text).toMatch(/hola…$/)
})

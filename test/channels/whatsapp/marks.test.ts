import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { marked } from '../../../src/channels/whatsapp/marks.ts'
import { richText, type Span } from '../../../src/message.ts'
import { readable, seen } from './phone.ts'

const plain = (text: string) => marked({ text, spans: [] })

describe('our own marks', () => {
  it.each([
    ['*negritas* y `código`', '*negritas* y `código`'],
    ['(*así*), `así`.', '(*así*), `así`.'],
    ['*una\ny otra*', '*una*\n*y otra*'],
    ['* con aire *', ' *con aire* '],
    ['des*ar*mado', 'desarmado'],
    ['*una.*`.otra`', '*una.*.otra'],
    ['*https://x.mx/a*', 'https://x.mx/a'],
    ['*ve a https://x.mx/a ya*', '*ve a https://x.mx/a ya*'],
    ['` `', ' '],
    ['*correo@x.mx*', '*correo@x.mx*'],
  ])('%j', (text, sent) => expect(marked(richText(text))).toBe(sent))

  it('code is copied as it stands, but for its own mark', () => {
    const text = 'a_*b*_c`d'
    expect(marked({ text, spans: [{ at: 0, length: text.length, style: 'code' }] })).toBe('`a_*b*_c｀d`')
  })

  it('a star in bold words does not end them', () => {
    expect(marked({ text: '2*3', spans: [{ at: 0, length: 3, style: 'bold' }] })).toBe('*2＊3*')
  })
})

describe("people's own signs are only seen", () => {
  it.each([
    ['*no* _no_ ~no~ `no`', '＊no＊ ＿no＿ ～no～ ｀no｀'],
    ['```todo```', '｀｀｀todo｀｀｀'],
    ['0705***63', '0705＊＊＊63'],
    ['* un punto', '＊ un punto'],
    ['> una cita', '\u2060> una cita'],
    ['@todos y (@ana)', '@\u2060todos y (@\u2060ana)'],
  ])('%j', (text, sent) => expect(plain(text)).toBe(sent))

  it.each([
    'ana_maria_lopez@potros.itson.edu.mx',
    'mesa.de.ayuda-@x.mx',
    'https://x.mx/_a_/*b*/~c~?d=`e`&f=@g',
    '5 * 3 * 2 = 30',
    '*#06#',
    '~80 %',
    'HELPDESK_CHAT y WHATSAPP_APP',
    '- una lista',
    '@\u200Dtodos',
  ])('and %j, which marks nothing, is left as it is', (text) => expect(plain(text)).toBe(text))

  it('beside a link, too', () => expect(plain('*mira https://x.mx/a*')).toBe('＊mira https://x.mx/a*'))

  it.each([
    ['*a b', 3, '＊a *b*'],
    ['ñ_a_', 0, '*ñ*＿a＿'],
    ['_a_ñ', 3, '＿a＿*ñ*'],
  ])('beside our own marks, too: %j', (text, at, sent) =>
    expect(marked({ text, spans: [{ at, length: 1, style: 'bold' }] })).toBe(sent),
  )
})

const signs = fc.string({
  unit: fc.constantFrom('*', '_', '~', '`', '>', '@', ' ', '\n', '.', 'a', 'ñ', '7', 'https://x.mx/'),
  maxLength: 40,
})

it('whatever is written, a phone shows those words and no more marks than were asked for', () => {
  const some = fc.array(fc.tuple(fc.nat(39), fc.integer({ min: 1, max: 12 }), fc.constantFrom('bold', 'code')), {
    maxLength: 3,
  })
  fc.assert(
    fc.property(signs, some, (text, places) => {
      const spans: Span[] = places.map(([at, length, style]) => ({
        at,
        length,
        style: style === 'bold' ? 'bold' : 'code',
      }))
      const shown = seen(marked({ text, spans: spans.filter(({ at, length }) => at + length <= text.length) }))
      expect(shown.text).toBe(text)
      expect(shown.stray).toEqual([])
      for (const [style, words] of [
        ['bold', shown.bold],
        ['code', shown.code],
      ] as const) {
        const asked = spans
          .filter((span) => span.style === style)
          .map((span) => text.slice(span.at, span.at + span.length))
        expect(words.filter((word) => !asked.some((span) => span.includes(word)))).toEqual([])
      }
    }),
    { numRuns: 3000 },
  )
})

it('links of ours stay whole, wherever they stand', () => {
  fc.assert(
    fc.property(signs, signs, (before, after) => {
      const link = 'https://www.itson.mx/cia?a=_b_&c=*d*'
      expect(marked({ text: `${before}\n${link}\n${after}`, spans: [] })).toContain(`\n${link}\n`)
    }),
  )
})

it('nothing is lost in what was made harmless', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readable(plain(text)) === readable(text)))
})

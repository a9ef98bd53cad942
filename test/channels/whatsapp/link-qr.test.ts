import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import { internationalNumber } from '../../../src/channels/whatsapp/link/number.ts'
import { qrPath, terminalQr } from '../../../src/channels/whatsapp/link/qr.ts'
import { QR } from './link-page.ts'

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]+m`, 'g')
const UPPER = '\u2580\u2588'
const LOWER = '\u2584\u2588'

/** The modules as they are seen. */
function seen(printed: string): boolean[][] {
  return printed.split('\n').flatMap((line) => {
    const signs = [...line.replaceAll(ESCAPES, '')]
    return [signs.map((sign) => UPPER.includes(sign)), signs.map((sign) => LOWER.includes(sign))]
  })
}

describe('the code in a terminal', () => {
  test('shows every module', () => {
    const modules = encode(QR, { border: 4 }).data
    expect(seen(terminalQr(QR)).slice(0, modules.length)).toEqual(modules)
  })

  test.each([
    ['as WhatsApp writes it', QR],
    ['a third longer', QR + 'x'.repeat(QR.length / 3)],
  ])('fits into 80 columns and 40 lines: %s', (_, text) => {
    const lines = terminalQr(text).split('\n')
    expect(lines.length).toBeLessThan(40)
    for (const line of lines) expect(line.replaceAll(ESCAPES, '').length).toBeLessThan(80)
  })

  test('is black on white on any background, and leaves the colours as they were at the end of each line', () => {
    for (const line of terminalQr(QR).split('\n')) {
      expect(line.startsWith('\u001b[38;5;16m\u001b[48;5;231m')).toBe(true)
      expect(line.endsWith('\u001b[0m')).toBe(true)
    }
  })
})

test('the drawing for the page has every dark module and no other', () => {
  const { size, path } = qrPath(QR)
  const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  expect(drawn).toEqual(encode(QR, { border: 4 }).data)
})

test.each([
  ['644 123 4567', '526441234567'],
  ['(644) 123-45-67', '526441234567'],
  ['+52 644 123 4567', '526441234567'],
  ['+52 1 644 123 4567', '526441234567'],
  ['00 34 612 345 678', '34612345678'],
  ['123', null],
  ['', null],
  ['644 123 4567 x', null],
  ['١٢٣٤٥٦٧٨٩٠', null],
  ['1'.repeat(16), null],
  ['1'.repeat(500), null],
])('%s is the number %s', (typed, number) => {
  expect(internationalNumber(typed)).toBe(number)
})

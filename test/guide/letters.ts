/** Breaks marked text into lines of so many pixels, by the real widths of the font the pictures are drawn with. */
import { Resvg } from '@resvg/resvg-js'
import { FONT } from '../../src/figures/picture.ts'
import { font } from '../../src/figures/png.ts'
import type { RichText } from '../../src/message.ts'

export type Style = 'plain' | 'bold' | 'code'

/** Letters of one style that stand together. */
export interface Run {
  x: number
  text: string
  style: Style
  width: number
}

/** Signs the font has none of; the picture draws them itself. */
export const DRAWN_SIGNS = ['←', '▲']
const DRAWN_WIDTH = 0.95

export function wrapped({ text, spans }: RichText, size: number, width: number): Run[][] {
  const styles = new Array<Style>(text.length).fill('plain')
  for (const { at, length, style } of spans) styles.fill(style, at, at + length)
  const lines: Run[][] = []
  let from = 0
  for (const line of text.split('\n')) {
    lines.push(...wrapLine(line, styles.slice(from, from + line.length), size, width))
    from += line.length + 1
  }
  return lines
}

export function lengthOf(line: readonly Run[]): number {
  const last = line.at(-1)
  return last ? last.x + last.width : 0
}

export function widthOf(text: string, size: number, bold = false): number {
  return text
    .split(/([←▲])/u)
    .reduce((sum, part) => sum + (DRAWN_SIGNS.includes(part) ? DRAWN_WIDTH : measured(part, bold)) * size, 0)
}

/** What fits, with an ellipsis in place of the rest, as a phone shows it. */
export function cut(text: string, size: number, width: number, bold = false): string {
  if (widthOf(text, size, bold) <= width) return text
  let kept = [...text]
  while (kept.length > 0 && widthOf(`${kept.join('')}…`, size, bold) > width) kept = kept.slice(0, -1)
  return `${kept.join('').trimEnd()}…`
}

function wrapLine(line: string, styles: readonly Style[], size: number, width: number): Run[][] {
  const lines: Run[][] = [[]]
  for (const { 0: word, index } of line.matchAll(/\s*\S+/g)) {
    const pieces = piecesOf(word, styles.slice(index, index + word.length), size)
    const long = pieces.reduce((sum, piece) => sum + piece.width, 0)
    const current = lines.at(-1) ?? []
    if (current.length === 0 || lengthOf(current) + long <= width) append(current, pieces)
    else {
      const fresh = piecesOf(word.trimStart(), styles.slice(index + word.length - word.trimStart().length), size)
      lines.push(append([], fresh))
    }
  }
  return lines
}

function append(line: Run[], pieces: readonly Omit<Run, 'x'>[]): Run[] {
  for (const piece of pieces) {
    const last = line.at(-1)
    if (last?.style === piece.style) {
      last.text += piece.text
      last.width += piece.width
    } else line.push({ ...piece, x: lengthOf(line) })
  }
  return line
}

/** A word by style: a space before it belongs to the words before it, so that nothing is marked but what is to be. */
function piecesOf(word: string, styles: readonly Style[], size: number): Omit<Run, 'x'>[] {
  const pieces: Omit<Run, 'x'>[] = []
  for (const [at, sign] of [...word].entries()) {
    const style = styles[at] ?? 'plain'
    const last = pieces.at(-1)
    if (last?.style === style) last.text += sign
    else pieces.push({ text: sign, style, width: 0 })
  }
  return pieces.map((piece) => ({ ...piece, width: widthOf(piece.text, size, piece.style === 'bold') }))
}

const known = new Map<string, number>()
const UNIT = 100

/** Of a size of one: what a text adds between two letters, so that its spaces count. */
function measured(text: string, bold: boolean): number {
  if (text === '') return 0
  const key = `${bold} ${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  for (const sign of text) if (!isInFont(sign)) throw new Error(`the font has no "${sign}", and no picture draws it`)
  const width = (inked(`H${text}H`, bold) - inked('HH', bold)) / UNIT
  known.set(key, width)
  return width
}

function inked(text: string, bold: boolean): number {
  return boxOf(text, bold)?.width ?? 0
}

function boxOf(text: string, bold: boolean) {
  const weight = bold ? ' font-weight="700"' : ''
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text xml:space="preserve" font-family="${FONT}" font-size="${UNIT}"${weight}>${escaped}</text></svg>`
  return new Resvg(svg, { font }).getBBox()
}

const inFont = new Map<string, boolean>([[' ', true]])

/** A sign that is not there is drawn as the same empty box as any other. */
function isInFont(sign: string): boolean {
  const before = inFont.get(sign)
  if (before !== undefined) return before
  const [box, none] = [boxOf(sign, false), boxOf('\uE123', false)]
  const isThere = box?.width !== none?.width || box?.height !== none?.height
  inFont.set(sign, isThere)
  return isThere
}

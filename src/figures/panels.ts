import { lines } from './fit.ts'
import type { Shown } from './shown.ts'
import { type Block, box, type Colour, stacked, text, type Words } from './svg.ts'

/** What a phone shows without zooming, at 390 wide: nothing under 26 pixels. */
export const WIDTH = 1080
export const MARGIN = 56
const INNER = WIDTH - 2 * MARGIN

/** The band at the top: what it is about, the period in words, when it was made. */
export function title(about: string, period: string, made: string): Block {
  const names = lines(about, 36, INNER, 2)
  const periods = lines(period, 54, INNER, 2)
  const bottom = 34 + names.length * 42 + periods.length * 64 + 44
  return {
    height: bottom + 30,
    draw: (top) =>
      [
        box(0, top, WIDTH, bottom + 30, 'green'),
        ...names.map((line, n) => text(MARGIN, top + 66 + n * 42, line, { size: 36, colour: 'greenWash' })),
        ...periods.map((line, n) =>
          text(MARGIN, top + 34 + names.length * 42 + 50 + n * 64, line, { size: 54, colour: 'card', bold: true }),
        ),
        text(MARGIN, top + bottom - 4, made, { size: 27, colour: 'greenWash' }),
      ].join('\n'),
  }
}

export function heading(words: string, colour: Colour = 'ink'): Block {
  const found = lines(words, 40, INNER, 2)
  return {
    height: 30 + found.length * 48 + 10,
    draw: (top) =>
      found.map((line, n) => text(MARGIN, top + 30 + 36 + n * 48, line, { size: 40, colour, bold: true })).join('\n'),
  }
}

export function paragraph(words: string, style: Words): Block {
  const step = style.size * 1.35
  const found = lines(words, style.size, INNER, 8)
  return {
    height: found.length * step,
    draw: (top) => found.map((line, n) => text(MARGIN, top + style.size + n * step, line, style)).join('\n'),
  }
}

export interface Bar {
  label: string
  count: Shown
  /** A second number; null for none. */
  aside: Shown | null
}

interface BarStyle {
  colour: 'green' | 'rust'
  /** Headings of the two numbers, if they need any. */
  columns?: readonly string[]
  count(count: Shown): string
}

/** Room for the numbers at the right. */
const NUMBER = 140
const ASIDE = 200
/** A bar is never compared with less: beside each other few and few would look like many. */
const SHORTEST_SCALE = 20

/** Bars with their label in them and their number beside them, the longest as wide as there is room. */
export function bars(all: readonly Bar[], style: BarStyle): Block {
  const track = INNER - NUMBER - (style.columns ? ASIDE : 0)
  const longest = Math.max(SHORTEST_SCALE, ...all.map(({ count }) => lengthOf(count)))
  const rows = all.map((bar) => row(bar, track, lengthOf(bar.count) / longest, style))
  return stacked([...(style.columns ? [columns(style.columns, track)] : []), ...rows])
}

/** Drawn by what is shown, never by what was counted. */
function lengthOf(count: Shown): number {
  return count === 'few' ? 2 : count
}

/** Over the numbers; they stand on the line of the heading before them. */
function columns([number = '', aside = '']: readonly string[], track: number): Block {
  const right = MARGIN + track + NUMBER
  const asides = lines(aside, 26, ASIDE - 20, 2)
  const style: Words = { size: 26, colour: 'soft', align: 'end' }
  return {
    height: 12,
    draw: (top) =>
      [
        text(right, top - 2, number, style),
        ...asides.map((line, n) =>
          text(right + ASIDE, top - 2 - (asides.length - 1 - n) * 30, line, { ...style, colour: 'rust' }),
        ),
      ].join('\n'),
  }
}

const LABEL = 33
const SMALL_LABEL = 28

function row({ label, count, aside }: Bar, track: number, share: number, style: BarStyle): Block {
  const room = track - 40
  const size = lines(label, LABEL, room, 2).length === 1 ? LABEL : SMALL_LABEL
  const found = lines(label, size, room, 2)
  const height = found.length === 1 ? 52 : 76
  const filled = Math.round(share * track)
  const wash: Colour = style.colour === 'green' ? 'greenWash' : 'rustWash'
  return {
    height: height + 8,
    draw(top) {
      const middle = top + height / 2
      const first = middle + size * 0.35 - ((found.length - 1) * (size + 4)) / 2
      const right = MARGIN + track + NUMBER
      return [
        box(MARGIN, top, track, height, 'track', 10),
        ...(filled > 0 ? [box(MARGIN, top, Math.max(filled, 20), height, wash, 10)] : []),
        ...(filled > 0 ? [box(MARGIN, top, 10, height, style.colour, 5)] : []),
        ...found.map((line, n) => text(MARGIN + 26, first + n * (size + 4), line, { size, colour: 'ink' })),
        text(right, middle + 15, style.count(count), { size: 42, colour: style.colour, bold: true, align: 'end' }),
        ...(aside === null
          ? []
          : [text(right + ASIDE, middle + 13, style.count(aside), { size: 36, colour: 'rust', align: 'end' })]),
      ].join('\n')
    },
  }
}

export interface Card {
  value: string
  /** What it is, then what there is to add, a line or more each. */
  label: string[]
  colour: 'green' | 'rust'
}

const GAP = 20
const PADDING = 28

/** Large numbers with what they are, two beside each other. */
export function cards(all: readonly Card[]): Block {
  const pairs = all.flatMap((card, n) => (n % 2 === 0 ? [[card, ...all.slice(n + 1, n + 2)]] : []))
  return stacked(pairs.map(pair))
}

function pair(two: readonly Card[]): Block {
  const width = two.length === 1 ? INNER : (INNER - GAP) / 2
  const drawn = two.map(({ value, label, colour }) => ({
    value,
    colour,
    found: label.flatMap((each) => lines(each, 27, width - 2 * PADDING, 3)),
  }))
  const height = 20 + 64 + Math.max(...drawn.map(({ found }) => found.length)) * 35 + 24
  return {
    height: height + GAP,
    draw: (top) =>
      drawn
        .map(({ value, colour, found }, n) => {
          const left = MARGIN + n * (width + GAP)
          return [
            box(left, top, width, height, 'card', 16),
            text(left + PADDING, top + 20 + 50, value, { size: 60, colour, bold: true }),
            ...found.map((line, at) =>
              text(left + PADDING, top + 20 + 64 + 29 + at * 35, line, { size: 27, colour: 'ink' }),
            ),
          ].join('\n')
        })
        .join('\n'),
  }
}

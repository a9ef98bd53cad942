/** One bubble of a chat with its buttons, as a block that may stand at any height. */
import { type Block, box, type Colour, text } from '../../src/figures/svg.ts'
import type { Bubble } from './chats.ts'
import { keyboard } from './keyboard.ts'
import { cut, lengthOf, type Run, widthOf, wrapped } from './letters.ts'
import { bold, mark, plain, sign } from './shapes.ts'

const SIZE = 15
const STEP = 20.5
const PADDING = 12
const SMALL = 12.5
const TIME = 11
/** How wide a bubble is at most, and one with buttons at least. */
const WIDEST = 340
const WITH_BUTTONS = 300

export interface Voice {
  name: string
  colour: Colour
  /** Whoever holds the phone: at the right, without a name. */
  isMine: boolean
}

export interface Place {
  left: number
  width: number
  voice: Voice
  time: string
  /** Who is quoted. */
  quoted: Voice | null
}

export function drawBubble(bubble: Bubble, place: Place): Block {
  const { left, width, voice, time, quoted } = place
  const lines = wrapped(withMentions(bubble), SIZE, WIDEST - 2 * PADDING)
  const parts = [
    ...(voice.isMine || voice.name === '' ? [] : [nameOf(voice)]),
    ...(bubble.quotes && quoted ? [quoteOf(bubble.quotes.body.text, quoted)] : []),
    ...lines.map(lineOf),
  ]
  const timeWidth = widthOf(time, TIME)
  const last = lengthOf(lines.at(-1) ?? [])
  const beside = last + 12 + timeWidth
  const wide = Math.max(...parts.map((part) => part.width), Math.min(beside, WIDEST - 2 * PADDING))
  const isBeside = beside <= wide
  const inner = bubble.choices.length > 0 ? Math.max(wide, WITH_BUTTONS - 2 * PADDING) : wide
  const total = inner + 2 * PADDING
  const x = voice.isMine ? left + width - total : left
  const height = parts.reduce((sum, part) => sum + part.height, 0) + 16 + (isBeside ? 0 : 13)
  const buttons = keyboard(bubble.choices, total)
  return {
    height: height + buttons.height + 8,
    draw(top) {
      let y = top + 8
      const drawn = parts.map((part) => {
        const shape = part.draw(x + PADDING, y)
        y += part.height
        return shape
      })
      const at = text(x + total - PADDING, top + height - 8, time, { size: TIME, colour: 'soft', align: 'end' })
      return [
        box(x, top + 1.2, total, height, 'track', 15),
        box(x, top, total, height, voice.isMine ? 'greenWash' : 'card', 15),
        ...drawn,
        at,
        buttons.draw(x, top + height),
      ].join('\n')
    },
  }
}

interface Part {
  width: number
  height: number
  draw(x: number, y: number): string
}

function lineOf(runs: readonly Run[]): Part {
  return {
    width: lengthOf(runs),
    height: runs.length === 0 ? 10 : STEP,
    draw: (x, y) => runs.map((run) => drawRun(run, x, y + 15)).join('\n'),
  }
}

function drawRun(run: Run, x: number, y: number): string {
  const from = x + run.x
  if (run.style === 'code') {
    const space = run.text.length - run.text.trimStart().length
    const skipped = widthOf(' ', SIZE) * space
    return [
      mark(from + skipped - 2, y - 14, run.width - skipped + 4, 18.5),
      plain(from, y, run.text, SIZE, 'green'),
    ].join('\n')
  }
  const drawn = run.style === 'bold' ? bold : plain
  return sign(from, y, run.text, SIZE, (at, words) => drawn(at, y, words, SIZE, 'ink'), run.style === 'bold')
}

function nameOf({ name, colour }: Voice): Part {
  return { width: widthOf(name, 13.5, true), height: 19, draw: (x, y) => bold(x, y + 12.5, name, 13.5, colour) }
}

function quoteOf(words: string, { name, colour }: Voice): Part {
  const most = WIDEST - 2 * PADDING - 12
  const line = cut(words.split('\n')[0] ?? '', SMALL, most)
  const width = Math.min(most, Math.max(widthOf(line, SMALL), widthOf(name, SMALL, true))) + 12
  return {
    width,
    height: 42,
    draw: (x, y) =>
      [
        box(x, y + 1, 3, 34, colour, 1.5),
        bold(x + 10, y + 14, name, SMALL, colour),
        plain(x + 10, y + 31, line, SMALL, 'soft'),
      ].join('\n'),
  }
}

/** Names at the end, so that phones ring. */
function withMentions({ body, mentions }: Bubble): Bubble['body'] {
  if (mentions.length === 0) return body
  const names = mentions.join(' ')
  const at = body.text.length + 1
  return { text: `${body.text}\n${names}`, spans: [...body.spans, { at, length: names.length, style: 'bold' }] }
}

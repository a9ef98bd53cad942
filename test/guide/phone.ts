/** A phone that shows a chat, as an SVG: pure, the same chat is the same picture. */
import { createCalendar, formatDay } from '../../src/calendar.ts'
import { FONT } from '../../src/figures/picture.ts'
import { type Block, box, COLOURS, type Colour, space, stacked, text } from '../../src/figures/svg.ts'
import { loadWords } from '../words.ts'
import { drawBubble, type Voice } from './bubble.ts'
import { BOT, type Bubble, type Shot, STUDENT_NAME } from './chats.ts'
import { cut, widthOf } from './letters.ts'
import { bold, circle, plain, stroke } from './shapes.ts'

/** Of a phone; the picture has two pixels for each. */
const WIDTH = 390
const MARGIN = 12
const HEADER = 60
const PINNED = 44
const COMPOSER = 54

const [flow] = loadWords().flows
if (!flow) throw new Error('no procedure')
const calendar = createCalendar(flow.calendar)

/** Whose phone it is. */
const OWNER = 'Ana'
const COLOUR: Record<string, Colour> = { [BOT]: 'green', Luz: 'rust' }

export function phoneOf(shot: Shot): string {
  const pinned = shot.bubbles.find((bubble) => bubble.pinned)
  const blocks = stacked([
    header(shot),
    ...(pinned ? [pinnedBar(pinned.body.text)] : []),
    space(10),
    day(shot.bubbles.at(-1)?.at ?? 0),
    ...shot.bubbles.map((bubble) => bubbleOf(bubble, shot.side)),
    space(6),
    composer(),
  ])
  return framed(blocks)
}

function framed({ height: exact, draw }: Block): string {
  const height = Math.ceil(exact)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH * 2}" height="${height * 2}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONT}">
<clipPath id="phone"><rect width="${WIDTH}" height="${height}" rx="24"/></clipPath>
<g clip-path="url(#phone)">
${box(0, 0, WIDTH, height, 'track')}
${draw(0)}
</g>
<rect x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="23.5" fill="none" stroke="${COLOURS.rustWash}"/>
</svg>
`.replaceAll(/\n{2,}/g, '\n')
}

function bubbleOf(bubble: Bubble, side: string): Block {
  const place = {
    left: MARGIN,
    width: WIDTH - 2 * MARGIN,
    voice: voiceOf(bubble, side),
    time: calendar.time(bubble.at),
    quoted: bubble.quotes && { ...voiceOf(bubble.quotes, side), name: nameOf(bubble.quotes.who) },
  }
  return drawBubble(bubble, place)
}

/** In a chat of two nobody is named. */
function voiceOf({ who }: Bubble, side: string): Voice {
  const isGroup = side === 'topic' || side === 'group'
  const isMine = isGroup ? who === OWNER : who !== BOT
  return { name: isGroup ? nameOf(who) : '', colour: COLOUR[who] ?? 'green', isMine }
}

function nameOf(who: string): string {
  return who === STUDENT_NAME ? '' : who
}

const HEADERS: Record<string, { title: string; below: string }> = {
  group: { title: 'Mesa de ayuda', below: 'grupo · Ana, Luz, Afilia' },
  student: { title: 'Afilia', below: 'bot' },
  Ana: { title: 'Afilia', below: 'tu chat privado con el bot' },
}

function header({ side, title }: Shot): Block {
  const shown = HEADERS[side] ?? { title, below: 'tema en Mesa de ayuda' }
  return {
    height: HEADER,
    draw: (top) =>
      [
        box(0, top, WIDTH, HEADER, 'card'),
        stroke(`M22 ${top + 24}L15 ${top + 30}L22 ${top + 36}`, 'green', 2.2),
        ...face(side, top + 30),
        bold(88, top + 28, cut(shown.title, 16, WIDTH - 104, true), 16, 'ink'),
        plain(88, top + 46, shown.below, 12.5, 'soft'),
      ].join('\n'),
  }
}

function face(side: string, y: number): string[] {
  if (side === 'student' || side === 'Ana')
    return [circle(58, y, 19, 'green'), stroke(`M50 ${y + 9}L58 ${y - 10}L66 ${y + 9}M53.1 ${y + 2.4}H62.9`, 'card', 3)]
  if (side === 'group') {
    const bold = { size: 15, colour: 'rust', bold: true, align: 'middle' } as const
    return [circle(58, y, 19, 'rustWash'), text(58, y + 5, 'MA', bold)]
  }
  return [
    circle(58, y, 19, 'rustWash'),
    text(58, y + 8, '#', { size: 22, colour: 'rust', bold: true, align: 'middle' }),
  ]
}

function pinnedBar(words: string): Block {
  return {
    height: PINNED,
    draw: (top) =>
      [
        box(0, top, WIDTH, PINNED, 'card'),
        box(0, top, WIDTH, 1, 'track'),
        box(14, top + 8, 3, 28, 'green', 1.5),
        bold(26, top + 19, 'Mensaje fijado', 12.5, 'green'),
        plain(26, top + 35, cut(words.split('\n')[0] ?? '', 12.5, WIDTH - 44), 12.5, 'soft'),
      ].join('\n'),
  }
}

function day(at: number): Block {
  const words = formatDay(calendar.day(at), 'es', calendar.day(at))
  const width = widthOf(words, 12.5) + 26
  return {
    height: 36,
    draw: (top) =>
      [
        box((WIDTH - width) / 2, top, width, 24, 'card', 12),
        text(WIDTH / 2, top + 16.5, words, { size: 12.5, colour: 'soft', align: 'middle' }),
      ].join('\n'),
  }
}

function composer(): Block {
  return {
    height: COMPOSER,
    draw: (top) =>
      [
        box(0, top, WIDTH, COMPOSER + 2, 'card'),
        box(14, top + 9, WIDTH - 76, 36, 'paper', 18),
        plain(30, top + 32, 'Mensaje', 15, 'soft'),
        circle(WIDTH - 31, top + 27, 18, 'green'),
        stroke(
          `M${WIDTH - 31} ${top + 35}V${top + 19}M${WIDTH - 38} ${top + 26}L${WIDTH - 31} ${top + 19}L${WIDTH - 24} ${top + 26}`,
          'card',
          2.4,
        ),
      ].join('\n'),
  }
}

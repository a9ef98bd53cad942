/** The shapes a phone is drawn with besides those of the figures. */
import { COLOURS, type Colour, text } from '../../src/figures/svg.ts'
import { DRAWN_SIGNS, widthOf } from './letters.ts'

export function plain(x: number, y: number, words: string, size: number, colour: Colour): string {
  return words.trim() === '' ? '' : text(round(x + leading(words, size)), y, words.trim(), { size, colour })
}

export function bold(x: number, y: number, words: string, size: number, colour: Colour): string {
  return words.trim() === '' ? '' : text(round(x + leading(words, size)), y, words.trim(), { size, colour, bold: true })
}

/** XML drops spaces at the beginning. */
function leading(words: string, size: number): number {
  return (words.length - words.trimStart().length) * widthOf(' ', size)
}

/** What lies under words that are to be copied. */
export function mark(x: number, y: number, width: number, height: number): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" rx="4" fill="${COLOURS.rustWash}" fill-opacity=".55"/>`
}

export function outlined(x: number, y: number, width: number, height: number, stroke: Colour, fill: Colour): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" rx="9" fill="${COLOURS[fill]}" stroke="${COLOURS[stroke]}" stroke-width="1.1"/>`
}

export function circle(x: number, y: number, radius: number, colour: Colour): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${COLOURS[colour]}"/>`
}

export function stroke(d: string, colour: Colour, width: number): string {
  return `<path d="${d}" fill="none" stroke="${COLOURS[colour]}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
}

/** Words in which some signs are drawn by hand, since the font has none. */
export function sign(
  x: number,
  y: number,
  words: string,
  size: number,
  draw: (x: number, words: string) => string,
  isBold = false,
  colour: Colour = 'ink',
): string {
  let at = x
  const parts = words.split(/([←▲])/u).filter((part) => part !== '')
  return parts
    .map((part) => {
      const drawn = DRAWN_SIGNS.includes(part) ? drawnSign(part, at, y, size, colour) : draw(at, part)
      at += widthOf(part, size, isBold)
      return drawn
    })
    .join('\n')
}

function drawnSign(part: string, x: number, y: number, size: number, colour: Colour): string {
  const [left, right, middle] = [round(x + 1), round(x + size * 0.82), round(y - size * 0.32)]
  if (part === '▲') {
    const tip = `${round((left + right) / 2)} ${round(y - size * 0.68)}`
    return `<path d="M${left} ${y}L${tip}L${right} ${y}Z" fill="${COLOURS.rust}"/>`
  }
  const head = size * 0.26
  const d = `M${right} ${middle}H${left}M${round(left + head)} ${round(middle - head)}L${left} ${middle}L${round(left + head)} ${round(middle + head)}`
  return stroke(d, colour, 1.6)
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

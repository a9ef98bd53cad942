import type { RichText, Span } from '../../message.ts'

const MARKS = { bold: '*', code: '```' }

/** A text as WhatsApp marks it. A mark holds within one line and not beside a space. */
export function marked({ text, spans }: RichText): string {
  let out = ''
  let at = 0
  for (const { at: start, length, style } of [...spans].sort((a, b) => a.at - b.at)) {
    if (start < at) continue
    const inner = text.slice(start, start + length)
    out +=
      text.slice(at, start) +
      inner
        .split('\n')
        .map((line) => wrapped(line, MARKS[style]))
        .join('\n')
    at = start + length
  }
  return out + text.slice(at)
}

function wrapped(line: string, mark: string): string {
  const inner = line.trim()
  if (inner === '') return line
  const from = line.indexOf(inner)
  return `${line.slice(0, from)}${mark}${inner}${mark}${line.slice(from + inner.length)}`
}

/** Texts that are each at most `longest` once they are marked; cut at the last paragraph, line or word that fits. */
export function split(whole: RichText, longest: number): string[] {
  return pieces(fitting(whole, longest), longest).filter((piece) => piece.trim() !== '')
}

/** The end of a text, at most `longest` once it is marked, and the pieces before it. */
export function splitEnd(whole: RichText, longestPiece: number, longestEnd: number): { before: string[]; end: string } {
  if (marked(whole).length <= longestEnd) return { before: [], end: marked(whole) }
  const text = fitting(whole, longestEnd)
  const room = roomIn(text, longestEnd)
  const tail = text.text.slice(-room)
  const borders = ['\n\n', '\n', ' '].map((border) => tail.indexOf(border)).filter((at) => at >= 0 && at < room / 2)
  const inOneGo = /^[\uDC00-\uDFFF]/.test(tail) ? 1 : 0
  const from = text.text.length - room + (borders[0] ?? inOneGo)
  return {
    before: split(slice(text, 0, from), longestPiece),
    end: marked(slice(text, from, text.text.length)).trim(),
  }
}

/** As much as fits into one piece, and a sign where there was more. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${text
    .slice(0, longest - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`
}

function pieces(whole: RichText, longest: number): string[] {
  const { text } = whole
  if (marked(whole).length <= longest) return [marked(whole)]
  const room = roomIn(whole, longest)
  const head = text.slice(0, room)
  const borders = ['\n\n', '\n', ' '].map((border) => head.lastIndexOf(border))
  const inOneGo = /[\uD800-\uDBFF]$/.test(head) ? room - 1 : room
  const at = borders.find((border) => border > room / 2) ?? inOneGo
  return [marked(slice(whole, 0, at)), ...pieces(slice(whole, at, text.length), longest)]
}

/** Marks make a text longer. One that is marked all over goes without. */
function fitting(whole: RichText, longest: number): RichText {
  return roomIn(whole, longest) < longest / 2 ? { text: whole.text, spans: [] } : whole
}

/** A span that is cut is marked twice. */
function roomIn(whole: RichText, longest: number): number {
  return longest - (marked(whole).length - whole.text.length) - 2 * MARKS.code.length
}

function slice({ text, spans }: RichText, from: number, to: number): RichText {
  return { text: text.slice(from, to), spans: spans.flatMap((span) => sliced(span, from, to)) }
}

function sliced({ at, length, style }: Span, from: number, to: number): Span[] {
  const start = Math.max(at, from)
  const end = Math.min(at + length, to)
  return end > start ? [{ at: start - from, length: end - start, style }] : []
}

import type { RichText } from '../../message.ts'

const MORE = '…'

/** Cut at the last paragraph, line or word that fits, never inside a character; marks are cut with the text. No piece is blank. */
export function split(whole: RichText, longest: number): RichText[] {
  const pieces: RichText[] = []
  for (let rest = trimmed(whole); rest.text !== ''; ) {
    const at = rest.text.length <= longest ? rest.text.length : borderIn(rest.text, longest)
    pieces.push(trimmed(slice(rest, 0, at)))
    rest = trimmed(slice(rest, at, rest.text.length))
  }
  return pieces
}

/** As much as fits into one piece, and a sign where there was more. */
export function shorten(whole: RichText, longest: number): RichText {
  if (whole.text.length <= longest) return whole
  const [head] = split(whole, longest - MORE.length)
  return head ? { text: `${head.text}${MORE}`, spans: head.spans } : { text: '', spans: [] }
}

export function slice({ text, spans }: RichText, from: number, to: number): RichText {
  return {
    text: text.slice(from, to),
    spans: spans.flatMap((span) => {
      const start = Math.max(span.at, from)
      const end = Math.min(span.at + span.length, to)
      return end > start ? [{ ...span, at: start - from, length: end - start }] : []
    }),
  }
}

/** Without the space around it. */
export function trimmed(whole: RichText): RichText {
  const { text } = whole
  const end = text.trimEnd().length
  return slice(whole, Math.min(end, text.length - text.trimStart().length), end)
}

function borderIn(text: string, longest: number): number {
  const head = text.slice(0, longest)
  const borders = ['\n\n', '\n', ' '].map((border) => head.lastIndexOf(border))
  const inOneGo = /[\uD800-\uDBFF]$/.test(head) ? longest - 1 : longest
  return borders.find((border) => border > longest / 2) ?? inOneGo
}

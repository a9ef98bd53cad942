import type { RichText, Span } from '../../message.ts'
import { slice } from './cut.ts'

/** How WhatsApp writes what a span shows. */
const MARK = { bold: '*', code: '`' } as const

/** Read by WhatsApp as a mark wherever two stand in one line. Their wide twins look the same and mark nothing; NFKC turns them back. */
const WIDE: Readonly<Record<string, string>> = { '*': '＊', _: '＿', '~': '～', '`': '｀' }

/** Invisible, and no space. */
const JOINER = '\u2060'

const LINK = /https?:\/\/\S+/g
const LETTER = /[\p{L}\p{N}]/u

/**
 * A text as WhatsApp takes it: bold and code in its marks, and nothing else of it a mark (RELIABILITY A12), a quote or a call (A13).
 * Marks hold for a line, so each line has its own. Links stay as they are.
 */
export function marked(whole: RichText): string {
  let at = 0
  const lines = whole.text.split('\n').map((text) => {
    const line = slice(whole, at, at + text.length)
    at += text.length + 1
    return markedLine(line)
  })
  return lines.join('\n')
}

function markedLine({ text, spans }: RichText): string {
  const links = [...text.matchAll(LINK)].map((found) => ({ at: found.index, end: found.index + found[0].length }))
  const drawn = spans
    .toSorted((a, b) => a.at - b.at)
    .flatMap((span) => drawable(text, span))
    .filter((span) => !links.some((link) => isTorn(span, link)))
  let out = ''
  let at = 0
  for (const span of drawn) {
    if (span.at < at) continue
    out += plain(at, span.at)
    const mark = MARK[span.style]
    // Two marks in a row would be read as something else.
    const isApart = !/[*`]$/.test(out)
    const inside = span.style === 'bold' ? plain(span.at, span.at + span.length, true) : bare(text, span)
    out += isApart ? `${mark}${inside}${mark}` : inside
    at = span.at + span.length
  }
  return `${out}${plain(at, text.length)}`.replace(/^(?=>)/, JOINER)

  function plain(from: number, to: number, isBold = false): string {
    let shown = ''
    for (let place = from; place < to; place += 1) {
      const sign = text[place] ?? ''
      const isInLink = links.some((link) => place >= link.at && place < link.end)
      // Beside a mark of ours it stands in no word.
      const before = place === from && from > 0 ? MARK.bold : (text[place - 1] ?? ' ')
      const after = place === to - 1 && to < text.length ? MARK.bold : (text[place + 1] ?? ' ')
      shown += isInLink ? sign : harmless(text, place, { before, after, hasMarks: drawn.length > 0, isBold })
    }
    return shown
  }
}

/** The part of a span that can be shown: without space at its ends, and not out of the middle of a word. */
function drawable(text: string, { at, length, style }: Span): Span[] {
  const inside = text.slice(at, at + length)
  const start = at + inside.length - inside.trimStart().length
  const end = at + inside.trimEnd().length
  if (end <= start || LETTER.test(text[start - 1] ?? '') || LETTER.test(text[end] ?? '')) return []
  return [{ at: start, length: end - start, style }]
}

/** Whether marks around a span would stand in a link. One right behind it would be taken for a part of it, too. */
function isTorn({ at, length }: Span, link: { at: number; end: number }): boolean {
  const end = at + length
  return (at > link.at && at < link.end) || (end > link.at && end <= link.end)
}

/** Code is copied as it stands; only its own mark may not be in it. */
function bare(text: string, { at, length }: Span): string {
  return text.slice(at, at + length).replaceAll('`', WIDE['`'] ?? '')
}

interface Beside {
  before: string
  after: string
  hasMarks: boolean
  isBold: boolean
}

/** The sign at that place, so that it is only seen. */
function harmless(text: string, at: number, { before, after, hasMarks, isBold }: Beside): string {
  const sign = text[at] ?? ''
  // What is part of an address has to be copied; what is relayed has a joiner already.
  if (sign === '@') return /[\p{L}\p{N}._%+-]/u.test(before) || /\p{Cf}/u.test(after) ? sign : `${sign}${JOINER}`
  const wide = WIDE[sign]
  if (wide === undefined) return sign
  if (sign === '`' || (isBold && sign === '*')) return wide
  const isLone = text.indexOf(sign) === text.lastIndexOf(sign) && !(sign === '*' && hasMarks)
  const isBullet = sign === '*' && at === 0 && after === ' '
  const isAside = before.trim() === '' && after.trim() === ''
  // "un_nombre@x.mx" marks nothing and has to be copied.
  const isInWord = sign === '_' && LETTER.test(before) && LETTER.test(after)
  return !isBullet && (isLone || isAside || isInWord) ? sign : wide
}

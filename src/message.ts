/** A stretch of `text` shown bold or as copyable code; positions in UTF-16 units, as Telegram counts. */
export interface Span {
  at: number
  length: number
  style: 'bold' | 'code'
}

export interface RichText {
  text: string
  spans: Span[]
}

export interface Choice {
  id: string
  label: string
}

/** A text to copy with one touch where the network can; it also stands in the message itself. */
export interface Copy {
  label: string
  text: string
}

/** One outgoing thing, ready for any network: words chosen, nothing network-specific. */
export type Message =
  | {
      type: 'say'
      /** Which texts it was made of, for transcripts ("nss-capture"). */
      key: string
      body: RichText
      choices: Choice[]
      /** The number of the question the choices belong to; presses bring it back. */
      question: number
      copies: Copy[]
    }
  | { type: 'delete'; ref: string }

/** What a network answered. `sent` carries its message id; `gone`: the person blocked the bot or the chat is no more. */
export type Receipt =
  | { status: 'sent'; ref: string }
  | { status: 'retry'; after: number; reason: string; scope: 'chat' | 'channel' }
  | { status: 'gone'; reason: string }
  | { status: 'refused'; reason: string }

/** Stand-ins for the two marks inside what people wrote, so that only our own texts can mark. */
const LITERAL = { '*': '\uE000', '`': '\uE001' }

/** Somebody's own words, safe to put into a marked text: their marks will be shown, not read. */
export function literal(text: string): string {
  return text.replaceAll('*', LITERAL['*']).replaceAll('`', LITERAL['`'])
}

/** Reads the two marks texts may use, `*bold*` and `` `code` ``, into spans. A mark without its end stays as written. */
export function richText(marked: string): RichText {
  const spans: Span[] = []
  let text = ''
  let at = 0
  while (at < marked.length) {
    const mark = marked[at]
    const end = mark === '*' || mark === '`' ? marked.indexOf(mark, at + 1) : -1
    if (end > at + 1) {
      const inner = marked.slice(at + 1, end)
      spans.push({ at: text.length, length: inner.length, style: mark === '*' ? 'bold' : 'code' })
      text += inner
      at = end + 1
    } else {
      const next = nextMark(marked, at + 1)
      text += marked.slice(at, next)
      at = next
    }
  }
  return { text: text.replaceAll(LITERAL['*'], '*').replaceAll(LITERAL['`'], '`'), spans }
}

function nextMark(text: string, from: number): number {
  const places = [text.indexOf('*', from), text.indexOf('`', from)].filter((place) => place >= 0)
  return Math.min(text.length, ...places)
}

import type { ChatId } from './ids.ts'
import type { Thing } from './update.ts'

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

/** Somebody of a group to be called by name, so that their phone rings. `id` is the network's. */
export interface Mention {
  id: string
  name: string
}

/** Where in a group a message goes. */
export interface Placing {
  /** The topic, by the ref its making was answered with; left out: the group itself. */
  thread?: string
  /** The message it answers. */
  quotes?: string
}

export interface Say extends Placing {
  type: 'say'
  /** Which texts it was made of, for transcripts ("nss-capture"). */
  key: string
  body: RichText
  choices: Choice[]
  /** The number of the question the choices belong to; presses bring it back. */
  question: number
  copies: Copy[]
  /** Called at the end of the text. */
  mentions?: Mention[]
  /** Kept at the top of its chat or topic, without a sound. */
  pin?: boolean
  /** Asks for an answer that quotes this very message, where the network can. */
  prompt?: boolean
  /** Why it is said, where that is not to answer whoever wrote. Networks that hold back or charge must know. */
  occasion?: Occasion
}

/** `emergency`: nothing may hold it back. `reminder`: nobody wrote; it was asked for long ago. */
export type Occasion = 'emergency' | 'reminder'

/** The content of a thing, on its way between two networks; it is never stored. */
export interface Media {
  thing: Thing
  bytes: Uint8Array
  /** As its network says ("image/jpeg"). */
  mime: string
  /** Of a document. */
  name?: string
}

/** One outgoing thing, ready for any network: words chosen, nothing network-specific. */
export type Message =
  | Say
  /** Puts other words and choices in place of an earlier `say`. Unchanged counts as changed. */
  | { type: 'edit'; ref: string; key: string; body: RichText; choices: Choice[]; question: number }
  | { type: 'delete'; ref: string }
  /** What stands as `ref` in the chat `from`, again, without saying whose it was; of another network it is refused (`elsewhere`). */
  | ({ type: 'copy'; from: ChatId; ref: string; kind: Thing; key: string; caption: RichText } & Placing)
  /** A picture; `png` is base64. */
  | ({ type: 'picture'; png: string; key: string; caption: RichText } & Placing)
  /** A file of text. */
  | ({ type: 'file'; name: string; text: string; key: string; caption: RichText } & Placing)
  /** A thing of another network: what a `copy` becomes on its way. Never filed. */
  | ({ type: 'media'; media: Media; key: string; caption: RichText } & Placing)
  /** A topic of a group: made (`thread` null; the receipt's ref is its thread), or renamed, closed, opened, deleted. */
  | { type: 'topic'; thread: string | null; title: string; state: 'open' | 'closed' | 'deleted' }
  /** A word to whoever pressed a button, over the chat and not in it. Too late counts as said. */
  | { type: 'toast'; press: string; key: string; text: string }

/** Why a network would not take a message, where it matters to whoever sent it. */
export type Refusal =
  /** This group has no topics. */
  | 'no-topics'
  /** The message or topic it speaks of is no more. */
  | 'no-such'
  /** The bot may not do this in the group. */
  | 'no-right'
  /** It stands on another network. */
  | 'elsewhere'
  /** Too long since they wrote: the network takes no free words for them now. */
  | 'window'

/** What a network answered. `sent` carries its message id; `gone`: the person blocked the bot or the chat is no more. */
export type Receipt =
  /** `strayed`: its topic is no more, so it went to the group itself. `template`: other words than these, the ones the network has approved. */
  | { status: 'sent'; ref: string; strayed?: boolean; template?: boolean }
  | { status: 'retry'; after: number; reason: string; scope: 'chat' | 'channel' }
  | { status: 'gone'; reason: string }
  /** The group has another address from now on. */
  | { status: 'moved'; to: ChatId }
  | { status: 'refused'; reason: string; why?: Refusal }

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

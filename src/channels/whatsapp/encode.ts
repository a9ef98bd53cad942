import type { Choice, Copy, Mention, Message, RichText } from '../../message.ts'
import { bareJid, readJid } from './address.ts'
import { shorten, split } from './cut.ts'
import { marked } from './marks.ts'

/** The words of one message of WhatsApp's. They must go out without a preview of their links. */
export interface Part {
  text: string
  /** Whose phones ring. */
  mentions: string[]
}

/** By which somebody of the group is called; null when that is not known. */
export type JidOf = (id: string) => string | null

/** WhatsApp takes more, but folds up what is long. */
const LONGEST_TEXT = 4000
/** Cloud API reference, "caption". */
const LONGEST_CAPTION = 1024

/**
 * The words of a message, in one or several parts: those of a thing are its caption. Choices are a numbered list under the
 * last part, without a word on how to answer: numbers say so in every language. Empty where a message has no words.
 */
export function encode(message: Message, jidOf: JidOf): Part[] {
  switch (message.type) {
    case 'say':
      return spoken(message.body, tailOf(message, jidOf))
    case 'edit':
      return edited(message.body, tailOf(message, jidOf))
    case 'copy':
    case 'picture':
    case 'file':
    case 'media':
      return partsOf([marked(shorten(message.caption, LONGEST_CAPTION))])
    default:
      return []
  }
}

/** What stands under the words of the last part. */
interface Tail {
  text: string
  mentions: string[]
}

interface Asking {
  body: RichText
  mentions?: Mention[]
  copies?: Copy[]
  choices: Choice[]
}

function tailOf({ body, mentions = [], copies = [], choices }: Asking, jidOf: JidOf): Tail {
  const called = mentions.map(({ id, name }) => calling(name, jidOf(id))).filter(({ text }) => text !== '')
  const blocks = [
    called.map(({ text }) => text).join(' '),
    choices.map(({ label }, index) => `${index + 1}. ${literal(label)}`).join('\n'),
    copies
      .filter(({ text }) => !isCodeIn(body, text))
      .map(copying)
      .join('\n'),
  ]
  return {
    text: blocks.filter((block) => block !== '').join('\n\n'),
    mentions: [...new Set(called.flatMap(({ jid }) => (jid === null ? [] : [jid])))],
  }
}

/** WhatsApp puts the name in place of the number; whom it cannot call is named without a ring. */
function calling(name: string, jid: string | null): { text: string; jid: string | null } {
  const address = readJid(jid)
  if (address.kind !== 'person') return { text: literal(name), jid: null }
  return { text: `@${address.user}`, jid: bareJid(jid) }
}

/** There is no button to copy it with: it does not have to be said again. */
function isCodeIn({ text, spans }: RichText, code: string): boolean {
  return spans.some(({ at, length, style }) => style === 'code' && text.slice(at, at + length) === code)
}

function copying({ label, text }: Copy): string {
  const before = `${label}: `
  return marked({ text: `${before}${text}`, spans: [{ at: before.length, length: text.length, style: 'code' }] })
}

function literal(words: string): string {
  return marked({ text: words.replace(/\s+/g, ' ').trim(), spans: [] })
}

function spoken(body: RichText, tail: Tail): Part[] {
  const pieces = split(body, LONGEST_TEXT)
  const last = pieces.pop()
  if (!last) return partsOf([], tail)
  return partsOf([...pieces, ...split(last, roomBeside(tail))].map(marked), tail)
}

/** What stands in one message already: nothing can be put behind it, so what is too long is cut. */
function edited(body: RichText, tail: Tail): Part[] {
  return partsOf([marked(shorten(body, roomBeside(tail)))], tail)
}

/** However long the menu is, it stands under words it belongs to. */
function roomBeside(tail: Tail): number {
  return Math.max(LONGEST_TEXT / 2, LONGEST_TEXT - tail.text.length)
}

function partsOf(texts: string[], tail: Tail = { text: '', mentions: [] }): Part[] {
  const under = [texts.at(-1) ?? '', tail.text].filter((text) => text.trim() !== '').join('\n\n')
  const last = under === '' ? [] : [{ text: under, mentions: tail.mentions }]
  return [...texts.slice(0, -1).map((text) => ({ text, mentions: [] })), ...last]
}

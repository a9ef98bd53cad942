import type { InlineKeyboardButton, MessageEntity } from '@grammyjs/types'
import type { Choice, Message, RichText, Span } from '../../message.ts'

/** One call of the Bot API's sendMessage, without the chat. */
export interface Sending {
  text: string
  entities: MessageEntity[]
  keyboard: InlineKeyboardButton[][]
}

/** Telegram's own limits (Bot API, sendMessage and InlineKeyboardButton). */
const LONGEST_TEXT = 4096
const LONGEST_COPY = 256
/** A row of buttons holds about this many characters before Telegram cuts them on a phone. */
const ROW = 28
const MOST_IN_ROW = 3

/** A say as one or more messages; choices and copies hang under the last. Texts go as entities, never as markup. */
export function encode(message: Extract<Message, { type: 'say' }>): Sending[] {
  const all = split(message.body)
  // Telegram refuses a part of nothing but space; a text of nothing else is for it to refuse.
  const spoken = all.filter(({ text }) => text.trim() !== '')
  const parts = spoken.length > 0 ? spoken : all
  return parts.map((part, index) => ({
    text: part.text,
    entities: part.spans.map(entity),
    keyboard: index === parts.length - 1 ? keyboardOf(message) : [],
  }))
}

function entity({ at, length, style }: Span): MessageEntity {
  return { type: style, offset: at, length }
}

function keyboardOf(message: Extract<Message, { type: 'say' }>): InlineKeyboardButton[][] {
  // Half of something copied would be worse than none: what is too long stands in the text anyway.
  const short = message.copies.filter(({ text }) => text.length <= LONGEST_COPY)
  const copies = short.map(({ label, text }) => [{ text: label, copy_text: { text } }])
  return [...copies, ...rows(message.choices).map((row) => row.map((choice) => button(message.question, choice)))]
}

function button(question: number, { id, label }: Choice): InlineKeyboardButton {
  return { text: label, callback_data: `${question}.${id}` }
}

/** Short labels side by side, long ones each on a row of their own; the order stays. */
function rows(choices: readonly Choice[]): Choice[][] {
  const laid: Choice[][] = []
  for (const choice of choices) {
    const row = laid.at(-1)
    const width = [...(row ?? []), choice].reduce((sum, { label }) => sum + label.length + 2, 0)
    if (row && row.length < MOST_IN_ROW && width <= ROW) row.push(choice)
    else laid.push([choice])
  }
  return laid
}

/** Cuts at the last paragraph, line or word that fits, never inside a character; spans are cut with the text. */
function split({ text, spans }: RichText): RichText[] {
  if (text.length <= LONGEST_TEXT) return [{ text, spans }]
  const head = text.slice(0, LONGEST_TEXT)
  const borders = ['\n\n', '\n', ' '].map((border) => head.lastIndexOf(border))
  const whole = /[\uD800-\uDBFF]$/.test(head) ? LONGEST_TEXT - 1 : LONGEST_TEXT
  const at = borders.find((border) => border > LONGEST_TEXT / 2) ?? whole
  return [slice({ text, spans }, 0, at), ...split(slice({ text, spans }, at, text.length))]
}

function slice({ text, spans }: RichText, from: number, to: number): RichText {
  return {
    text: text.slice(from, to),
    spans: spans.flatMap((span) => {
      const start = Math.max(span.at, from)
      const end = Math.min(span.at + span.length, to)
      return end > start ? [{ ...span, at: start - from, length: end - start }] : []
    }),
  }
}

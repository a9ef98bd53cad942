import type { InlineKeyboardButton } from '@grammyjs/types'
import type { Choice, Copy } from '../../message.ts'

/** Buttons under a message, row by row. */
export type Keyboard = InlineKeyboardButton[][]

/** Telegram's own limit (Bot API, CopyTextButton). */
const LONGEST_COPY = 256
/** A row of buttons holds about this many characters before Telegram cuts them on a phone. */
const ROW = 28
const MOST_IN_ROW = 3

export function keyboardOf(question: number, choices: readonly Choice[], copies: readonly Copy[] = []): Keyboard {
  // Half of something copied would be worse than none: what is too long stands in the text anyway.
  const short = copies.filter(({ text }) => text.length <= LONGEST_COPY)
  return [
    ...short.map(({ label, text }) => [{ text: label, copy_text: { text } }]),
    ...rows(choices).map((row) => row.map(({ id, label }) => ({ text: label, callback_data: `${question}.${id}` }))),
  ]
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

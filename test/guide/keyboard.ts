/** Buttons under a bubble, laid in rows as Telegram gets them. */
import { keyboardOf } from '../../src/channels/telegram/keyboard.ts'
import type { Bubble } from './chats.ts'
import { cut, widthOf } from './letters.ts'
import { bold, outlined, sign } from './shapes.ts'

const HEIGHT = 33
const GAP = 4
const SIZE = 13.5

export interface Keyboard {
  height: number
  draw(x: number, y: number): string
}

export function keyboard(choices: Bubble['choices'], width: number): Keyboard {
  const rows = keyboardOf(1, choices)
  return {
    height: rows.length * (HEIGHT + GAP),
    draw: (x, y) =>
      rows
        .flatMap((row, line) => {
          const each = (width - GAP * (row.length - 1)) / row.length
          return row.map(({ text }, n) => {
            const pressed = choices.some(({ label, pressed }) => pressed && label === text)
            return button(x + n * (each + GAP), y + GAP + line * (HEIGHT + GAP), each, text, pressed)
          })
        })
        .join('\n'),
  }
}

function button(x: number, y: number, width: number, label: string, isPressed: boolean): string {
  const shown = cut(label, SIZE, width - 12, true)
  const from = x + (width - widthOf(shown, SIZE, true)) / 2
  const colour = isPressed ? 'card' : 'green'
  return [
    outlined(x, y, width, HEIGHT, 'green', isPressed ? 'green' : 'card'),
    sign(from, y + 21.5, shown, SIZE, (at, words) => bold(at, y + 21.5, words, SIZE, colour), true, colour),
  ].join('\n')
}

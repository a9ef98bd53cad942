import type { Update } from 'grammy/types'
import type { Line } from './dialogue.ts'

/** What Telegram would send for a line: as bulky as it really is. `question` is the number of the question a press answers. */
export function telegramUpdate(line: Line, from: { chat: number; question: number; id: number; at: number }): Update {
  const { id, at } = from
  const user = { id: from.chat, is_bot: false as const, first_name: 'Ana María', language_code: 'es' }
  const chat = { id: from.chat, type: 'private' as const, first_name: 'Ana María' }
  const date = Math.floor(at / 1000)
  if ('presses' in line) {
    const message = { message_id: 1, date, chat, from: user, text: 'A question', edit_date: date } as const
    const data = `${from.question}.${line.presses}`
    return { update_id: id, callback_query: { id: `${id}`, from: user, message, chat_instance: '1', data } }
  }
  const base = { message_id: id, date, chat, from: user }
  if ('says' in line) return { update_id: id, message: { ...base, text: line.says } }
  const file = { file_id: 'AgACAgEAAxkBAAIBZ2'.repeat(4), file_unique_id: 'AQADAgADqKcxG', width: 512, height: 512 }
  if (line.sends === 'picture') return { update_id: id, message: { ...base, photo: [file, file, file] } }
  const sticker = { ...file, type: 'regular' as const, is_animated: false, is_video: false, emoji: '👍' }
  return { update_id: id, message: { ...base, sticker } }
}

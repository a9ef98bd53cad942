import type { Json } from './fake-body.ts'
import type { ChatState, Kind, Shown } from './fake-chats.ts'
import type { UpdateQueue } from './fake-updates.ts'

/** A student with a phone, in a private chat with the bot. */
export interface Phone {
  /** Returns the id of the message. */
  says(text: string): number
  sends(kind: 'voice' | 'photo' | 'video' | 'document' | 'sticker', caption?: string, file?: Json): number
  edits(message: number, text: string): void
  /** Presses the newest button with this label. */
  presses(label: string): void
  blocks(): void
  unblocks(): void
  /** Waits until the bot has said something that fits. */
  hears(pattern: RegExp): Promise<Shown>
  /** What the bot said, oldest first. */
  screen(): Shown[]
  /** What the student wrote and nobody deleted. */
  wrote(): string[]
}

const DATE = 1_790_000_000

export function phoneOf(
  id: number,
  chats: ChatState,
  updates: UpdateQueue,
  sees: (fits: (shown: Shown) => boolean) => Promise<Shown>,
): Phone {
  const chat = { id, type: 'private' }
  const from = { id, is_bot: false, first_name: `P${id}`, language_code: 'es' }

  function sends(text: string, fields: Record<string, unknown>, kind: Kind = 'text'): number {
    const message_id = chats.write(id, text, { kind })
    updates.push({ message: { message_id, date: DATE, chat, from, ...fields } })
    return message_id
  }

  function changes(status: 'kicked' | 'member'): void {
    chats.block(id, status === 'kicked')
    updates.push({ my_chat_member: { chat, date: DATE, from, new_chat_member: { status } } })
  }

  return {
    says: (text) => sends(text, { text }),
    sends: (kind, caption, file = { file_id: 'f' }) =>
      sends(
        caption ?? '',
        {
          [kind]: kind === 'photo' ? [file] : file,
          ...(caption !== undefined && { caption }),
        },
        kind,
      ),
    edits: (message_id, text) =>
      void updates.push({ edited_message: { message_id, date: DATE, edit_date: DATE + 1, chat, from, text } }),
    presses(label) {
      const fits = (button: { text: string }) => button.text === label
      const shown = chats.shown(id).findLast(({ buttons }) => buttons.some(fits))
      const data = shown?.buttons.find(fits)?.callback_data
      if (!shown || data === undefined) throw new Error(`no button "${label}"`)
      const message = { message_id: shown.id, date: DATE, chat }
      updates.push({ callback_query: { id: chats.nextPress(), from, data, message } })
    },
    blocks: () => changes('kicked'),
    unblocks: () => changes('member'),
    hears: (pattern) => sees((shown) => shown.chat === id && pattern.test(shown.text)),
    screen: () => chats.shown(id),
    wrote: () => chats.written(id),
  }
}

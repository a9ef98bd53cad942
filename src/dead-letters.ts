import type { Calendar } from './calendar.ts'
import { channelOf } from './ids.ts'
import { mailSchema } from './mail.ts'
import type { Seal } from './seal.ts'
import type { DeadLetter } from './stores/store.ts'

/** One line each, for whoever mends the bot: when, why, from where, and the chat's name in the log; never what it says. */
export function listDeadLetters(letters: readonly DeadLetter[], seal: Seal, calendar: Calendar): string[] {
  if (letters.length === 0) return ['No message was set aside.']
  return letters.map(({ chat, body, reason, at }) =>
    [`${calendar.day(at)} ${calendar.time(at)}`, reason.padEnd(10), kindOf(chat, body, seal).padEnd(18), chat].join(
      '  ',
    ),
  )
}

function kindOf(chat: string, body: string, seal: Seal): string {
  try {
    const mail = mailSchema.parse(JSON.parse(seal.open('mail', chat, body)))
    const kind = mail.kind === 'update' ? mail.update.content.kind : mail.kind
    return `${channelOf(mail.chat)} ${kind}`
  } catch {
    return 'unreadable'
  }
}

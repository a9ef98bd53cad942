import { Bot, type Context, InlineKeyboard, type SessionFlavor, session } from 'grammy'
import { createClient } from 'redis'
import { dialogues } from './dialogue.ts'
import type { Sent, Side, SideSpec } from './side.ts'
import { repliesAt } from './student.ts'
import { BOT_INFO, clientOf, TOKEN } from './telegram.ts'

interface Kept {
  turn: number
  step: string
  nss: string
  curp: string
}

const ANSWER = 'Listo, sigamos con el siguiente paso de tu afiliación. '.repeat(4).trim()
const KEYBOARD = new InlineKeyboard([
  [
    { text: 'Sí, adelante', callback_data: '1.yes' },
    { text: 'Todavía no', callback_data: '1.no' },
  ],
])

/**
 * What most bots are: grammY with its session in Redis. It answers presses and sends as many messages as ours does for
 * the same line, so it shows what those calls alone cost. It understands nothing, and promises as little as the floor.
 */
export async function startNaive(spec: SideSpec, sent: Sent): Promise<Side> {
  const redis = createClient({ url: spec.store })
  await redis.connect()
  const bot = new Bot<Context & SessionFlavor<Kept>>(TOKEN, { botInfo: BOT_INFO, client: clientOf(spec.transport) })
  const storage = {
    async read(key: string): Promise<Kept | undefined> {
      const kept = await redis.get(key)
      return kept === null ? undefined : JSON.parse(kept)
    },
    write: async (key: string, kept: Kept) => void (await redis.set(key, JSON.stringify(kept))),
    delete: async (key: string) => void (await redis.del(key)),
  }
  bot.use(session({ initial: (): Kept => ({ turn: 0, step: 'arrival', nss: '', curp: '' }), storage }))
  bot.use(async (ctx) => {
    const count = repliesAt(spec.replies, dialogues[spec.dialogue], ctx.session.turn)
    ctx.session.turn += 1
    if (ctx.callbackQuery) await ctx.answerCallbackQuery()
    for (let left = count; left > 0; left -= 1) {
      await ctx.reply(ANSWER, left === 1 ? { reply_markup: KEYBOARD } : {})
    }
  })
  return {
    async take(update) {
      await bot.handleUpdate(update)
      // Only now is its session saved, so only now may the next update come.
      sent(update.message?.chat.id ?? update.callback_query?.from.id ?? 0, null)
    },
    stop: async () => redis.destroy(),
  }
}

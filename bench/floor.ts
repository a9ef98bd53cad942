import { Bot } from 'grammy'
import { createClient } from 'redis'
import type { Sent, Side, SideSpec } from './side.ts'
import { BOT_INFO, clientOf, TOKEN } from './telegram.ts'

type Place = Pick<SideSpec, 'store' | 'transport'>

/** About as long as our own answers are. */
const ANSWER = 'Listo, sigamos con el siguiente paso de tu afiliación. '.repeat(4).trim()

/** The floor: an unmodified grammY bot with one GET, one SET and one reply an update. It promises nothing. */
export async function startFloor(place: Place, sent: Sent): Promise<Side> {
  const { bot, stop } = await createFloor(place, sent)
  return { take: (update) => bot.handleUpdate(update), stop }
}

/** The same by long polling; resolves when it ends. */
export async function startPolling(place: Place): Promise<void> {
  const { bot } = await createFloor(place, () => {})
  await bot.start()
}

async function createFloor({ store, transport }: Place, sent: Sent) {
  const redis = createClient({ url: store })
  await redis.connect()
  const bot = new Bot(TOKEN, { botInfo: BOT_INFO, client: clientOf(transport) })
  bot.use(async (ctx) => {
    const chat = ctx.chat?.id ?? 0
    const key = `floor:${chat}`
    const turn = Number((await redis.get(key)) ?? 0)
    await redis.set(key, String(turn + 1))
    await ctx.reply(ANSWER)
    sent(chat, null)
  })
  return { bot, stop: async () => redis.destroy() }
}

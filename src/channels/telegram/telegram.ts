import { Api } from 'grammy'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import type { Channel } from '../channel.ts'
import type { FencedVault } from '../vault.ts'
import { decode, isQuestionForAddress, pressId } from './decode.ts'
import { deliver } from './deliver.ts'
import { createDownload } from './download.ts'
import { createCaller, type Fetch, keptAliveFetch } from './http.ts'
import { isMember } from './member.ts'
import { type CommandMenu, tellCommands } from './menus.ts'
import { open } from './open.ts'
import { createPacer } from './pace.ts'
import { isWrongToken, persistence, reportTo } from './persistence.ts'
import { createShelf } from './shelf.ts'
import { PLAIN } from './steps.ts'
import { thingOf } from './things.ts'
import { serveWebhook, webhookAddress } from './webhook.ts'

export interface TelegramOptions {
  token: string
  /** Where the Bot API answers, without a slash at the end. */
  apiRoot: string
  /** Null: long polling. */
  webhook: { url: string; secret: string } | null
  /** The desk's group as it is now: it may get another address. */
  desk(): ChatId | null
  clock: Clock
  log: Log
  /** Runs the polling while this process is the one that may poll: Telegram serves only one at a time. Left out: it is. */
  alone?: (stopping: AbortSignal, work: (signal: AbortSignal) => Promise<void>) => Promise<void>
  /** What requests go out with. */
  fetch?: Fetch
  /** How many messages a minute go into one group. Left out: as many as Telegram lets through. */
  groupPace?: number
  /** Where it keeps how things are fetched again that another network may want; held by whoever listens. Left out: it gives none away. */
  vault?: FencedVault
  /** The menus behind "/", for students' private chats and for the desk's group. */
  commands: CommandMenu[]
  /** What to answer "/id" with in a group that is not the desk. */
  groupHint(chat: ChatId): string
}

/** The kinds of update we read; the others are not even sent to us. */
const ALLOWED = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member'] as const
/** Seconds a poll stays open while there is nothing to say. */
const LONG_POLL = 25
/** Seconds after which a call counts as lost. */
const PATIENCE = 8
const SECOND = 1000
/** Seconds a file may take. */
const LONG_WAY = 60

/** Telegram by long polling or webhook. The offset is confirmed to Telegram once an update is durable; nothing else is kept, but in the vault. */
export function telegramChannel(options: TelegramOptions): Channel {
  const { apiRoot, clock, log, token, webhook } = options
  const { fetch = keptAliveFetch() } = options
  const api = new Api(token, { apiRoot, timeoutSeconds: PATIENCE, fetch })
  const call = createCaller({ fetch, clock, root: apiRoot, token, patience: PATIENCE * SECOND })
  const delivery = { call, pacer: createPacer(clock, options.groupPace), log }
  const shelf = options.vault && createShelf({ vault: options.vault, clock, log })
  const download = createDownload({ clock, root: apiRoot, token, patience: LONG_WAY * SECOND })
  const polls = new Api(token, { apiRoot, timeoutSeconds: LONG_POLL + PATIENCE, fetch })
  const stopping = new AbortController()
  const persistent = (signal: AbortSignal) => persistence({ clock, stopping: signal, report: reportTo(log) })
  /** Where it went while we were listening: known here before the world has kept it. */
  let moved: ChatId | null = null
  const desk = (): ChatId | null => moved ?? options.desk()
  let receive: ((update: Update) => Promise<void>) | null = null
  let username = ''
  let offset = 0
  let listening: Promise<void> = Promise.resolve()

  async function take(raw: unknown): Promise<void> {
    if (receive === null) throw new Error('an update came before anybody listens')
    const update = decode(raw, clock.now())
    const pressed = pressId(raw)
    // At once and whatever the button holds, or it spins; a failure here loses nothing. The desk answers its own, with a word.
    if (pressed !== null && (update === null || update.chat !== desk()))
      call('answerCallbackQuery', { callback_query_id: pressed }).catch(() => log.debug({}, 'press answered too late'))
    if (!update) return log.debug({ channel: 'telegram' }, 'update of no kind we read')
    if (isQuestionForAddress(update, username) && update.chat !== desk()) return void tellAddress(update)
    await keepThing(update, raw)
    await receive(update)
    if (update.content.kind === 'moved') follow(update.chat, update.content.to)
  }

  /** What is sent to us, and not what else goes on in groups. */
  async function keepThing({ chat, audience, ref }: Update, raw: unknown): Promise<void> {
    const thing = shelf && (audience === 'student' || chat === desk()) ? thingOf(raw, clock.now()) : null
    if (thing !== null && ref !== undefined) await shelf?.keep(chat, ref, thing)
  }

  function follow(from: ChatId, to: ChatId): void {
    if (from !== desk()) return
    moved = to
    void setMenus()
  }

  async function tellAddress({ chat, thread }: Update): Promise<void> {
    const place = { ...PLAIN, ...(thread && { message_thread_id: Number(thread.ref) }) }
    await api.sendMessage(addressOf(chat), options.groupHint(chat), place).catch((error: unknown) => {
      log.warn({ error }, 'a group could not be told its address')
    })
  }

  /** Says who we are and how we listen. Pending updates are never dropped. */
  async function introduce(): Promise<void> {
    username = (await api.getMe()).username
    if (!webhook) return void (await api.deleteWebhook())
    const { url, secret } = webhook
    await api.setWebhook(webhookAddress(url).href, { secret_token: secret, allowed_updates: ALLOWED })
  }

  async function setMenus(): Promise<void> {
    await tellCommands(api, options.commands, desk()).catch((error: unknown) =>
      log.warn({ error }, 'the command menus could not be set'),
    )
  }

  /** One update after the other, or a refused one would come after those behind it; the next poll confirms them, durable by then. */
  async function poll(signal: AbortSignal): Promise<void> {
    // Node's own signal is what grammY's shim wants at run time; only the types differ.
    const shim = signal as Parameters<typeof polls.getUpdates>[1]
    const updates = await polls.getUpdates({ offset, timeout: LONG_POLL, allowed_updates: ALLOWED }, shim)
    for (const update of updates) {
      await take(update)
      offset = update.update_id + 1
    }
  }

  async function listen(isIntroduced: boolean): Promise<void> {
    if (!isIntroduced) await persistent(stopping.signal)(introduce)
    await setMenus()
    if (webhook) return
    const alone = options.alone ?? ((signal, work) => work(signal))
    await alone(stopping.signal, async (signal) => {
      const persist = persistent(signal)
      while (!signal.aborted) await persist(() => poll(signal))
    })
  }

  return {
    name: 'telegram',
    abilities: { deletes: true, topics: true },
    routes(server) {
      if (webhook) serveWebhook(server, webhook, take, log)
    },
    /** Rejects for a wrong token only; a network that is away is waited for in the background. */
    async start(hear) {
      receive = hear
      const failure = await introduce().then(
        () => null,
        (error: unknown) => ({ error }),
      )
      if (failure && isWrongToken(failure.error)) {
        throw new Error('Telegram does not know this token: copy TELEGRAM_BOT_TOKEN again from @BotFather.')
      }
      if (failure) reportTo(log)(failure.error, 1)
      listening = listen(failure === null)
    },
    async deliver(to, message) {
      const receipt = await deliver(delivery, to, message)
      if (receipt.status === 'moved') follow(to, receipt.to)
      return receipt
    },
    ...(shelf && {
      open: (chat: ChatId, ref: string) => open({ shelf, call, download }, chat, ref),
      forget: shelf.forget,
    }),
    isMember: (group, person) => isMember(call, addressOf(group), person),
    async stop() {
      stopping.abort()
      await listening
    },
  }
}

import type { LanguageCode } from '@grammyjs/types'
import { Api } from 'grammy'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId, channelOf } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Message, Receipt } from '../../message.ts'
import type { Update } from '../../update.ts'
import type { Channel } from '../channel.ts'
import { decode, isQuestionForAddress, pressId } from './decode.ts'
import { encode } from './encode.ts'
import { type Caller, createCaller, type Fetch, keptAliveFetch } from './http.ts'
import { isWrongToken, persistence, reportTo } from './persistence.ts'
import { receiptOf } from './receipt.ts'
import { serveWebhook, webhookAddress } from './webhook.ts'

export interface TelegramOptions {
  token: string
  /** Where the Bot API answers, without a slash at the end. */
  apiRoot: string
  /** Null: long polling. */
  webhook: { url: string; secret: string } | null
  helpdesk: ChatId | null
  clock: Clock
  log: Log
  /** Runs the polling while this process is the one that may poll: Telegram serves only one at a time. Left out: it is. */
  alone?: (stopping: AbortSignal, work: (signal: AbortSignal) => Promise<void>) => Promise<void>
  /** What requests go out with. */
  fetch?: Fetch
  /** The menus behind "/", for students' private chats and for the desk's group. */
  commands: CommandMenu[]
  /** What to answer "/id" with in a group that is not the desk. */
  groupHint(chat: ChatId): string
}

/** Languages are two letters; Spanish is what everybody else sees too. */
export interface CommandMenu {
  language: string
  scope: 'private' | 'desk'
  list: { command: string; description: string }[]
}

/** The kinds of update we read; the others are not even sent to us. */
const ALLOWED = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const
/** Seconds a poll stays open while there is nothing to say. */
const LONG_POLL = 25
/** Seconds after which a call counts as lost. */
const PATIENCE = 8
const SECOND = 1000
/** Nobody's link is opened for a picture of it. */
const PLAIN = { link_preview_options: { is_disabled: true } }

/** Telegram by long polling or webhook. It keeps nothing of its own: the offset is confirmed to Telegram once an update is durable. */
export function telegramChannel(options: TelegramOptions): Channel {
  const { apiRoot, clock, helpdesk, log, token, webhook } = options
  const { fetch = keptAliveFetch() } = options
  const api = new Api(token, { apiRoot, timeoutSeconds: PATIENCE, fetch })
  const call = createCaller({ fetch, clock, root: apiRoot, token, patience: PATIENCE * SECOND })
  const polls = new Api(token, { apiRoot, timeoutSeconds: LONG_POLL + PATIENCE, fetch })
  const stopping = new AbortController()
  const persistent = (signal: AbortSignal) => persistence({ clock, stopping: signal, report: reportTo(log) })
  let receive: ((update: Update) => Promise<void>) | null = null
  let username = ''
  let offset = 0
  let listening: Promise<void> = Promise.resolve()

  async function take(raw: unknown): Promise<void> {
    if (receive === null) throw new Error('an update came before anybody listens')
    const pressed = pressId(raw)
    // At once and whatever the button holds, or it spins; a failure here loses nothing.
    if (pressed !== null)
      call('answerCallbackQuery', { callback_query_id: pressed }).catch(() => log.debug({}, 'press answered too late'))
    const update = decode(raw, clock.now())
    if (!update) return log.debug({ channel: 'telegram' }, 'update of no kind we read')
    if (isQuestionForAddress(update, username) && update.chat !== helpdesk) return void tellAddress(update.chat)
    await receive(update)
  }

  async function tellAddress(group: ChatId): Promise<void> {
    await api.sendMessage(addressOf(group), options.groupHint(group), PLAIN).catch((error: unknown) => {
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

  async function tellCommands(): Promise<void> {
    await api.setMyCommands([], { scope: { type: 'all_group_chats' } })
    for (const { language, scope, list } of options.commands) {
      const where = scope === 'private' ? ({ type: 'all_private_chats' } as const) : deskScope(helpdesk)
      if (where) await api.setMyCommands(list, { scope: where, ...spokenBy(language) })
    }
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
    await tellCommands().catch((error: unknown) => log.warn({ error }, 'the command menus could not be set'))
    if (webhook) return
    const alone = options.alone ?? ((signal, work) => work(signal))
    await alone(stopping.signal, async (signal) => {
      const persist = persistent(signal)
      while (!signal.aborted) await persist(() => poll(signal))
    })
  }

  return {
    name: 'telegram',
    abilities: { deletes: true },
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
    deliver: (to, message) => deliver(call, addressOf(to), message),
    async stop() {
      stopping.abort()
      await listening
    },
  }
}

const sent = z.object({ message_id: z.int() })

/** Sends or deletes; what Telegram says to it becomes a receipt. */
async function deliver(call: Caller, chat: string, message: Message): Promise<Receipt> {
  try {
    if (message.type === 'delete') {
      await call('deleteMessage', { chat_id: chat, message_id: Number(message.ref) })
      return { status: 'sent', ref: message.ref }
    }
    if (message.type !== 'say') return { status: 'refused', reason: 'not carried out yet' }
    let ref = ''
    for (const { text, entities, keyboard } of encode(message)) {
      const markup = keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }
      const answer = await call('sendMessage', { chat_id: chat, text, ...PLAIN, entities, ...markup })
      ref = String(sent.parse(answer).message_id)
    }
    return { status: 'sent', ref }
  } catch (error) {
    return receiptOf(error, message)
  }
}

function deskScope(helpdesk: ChatId | null) {
  if (helpdesk === null || channelOf(helpdesk) !== 'telegram') return null
  return { type: 'chat', chat_id: addressOf(helpdesk) } as const
}

function spokenBy(language: string): { language_code?: LanguageCode } {
  return language !== 'es' && isLanguageCode(language) ? { language_code: language } : {}
}

/** ISO 639-1, as Telegram has it; it refuses what it does not know. */
function isLanguageCode(code: string): code is LanguageCode {
  return /^[a-z]{2}$/.test(code)
}

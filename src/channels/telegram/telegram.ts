import { timingSafeEqual } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { FastifyInstance } from 'fastify'
import { Api, GrammyError, HttpError } from 'grammy'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Message, Receipt } from '../../message.ts'
import type { Update } from '../../update.ts'
import type { Channel } from '../channel.ts'
import { decode, pressId } from './decode.ts'
import { encode } from './encode.ts'

export interface TelegramOptions {
  token: string
  apiRoot: string
  /** Null: long polling. */
  webhook: { url: string; secret: string } | null
  helpdesk: ChatId | null
  clock: Clock
  log: Log
  /** The menu behind "/", for students' private chats and for the desk's group. */
  commands: { language: string; scope: 'private' | 'desk'; list: { command: string; description: string }[] }[]
  /** What to answer "/id" with in a group that is not the desk. */
  groupHint(chat: ChatId): string
}

type Receive = (update: Update) => Promise<void>

/** The kinds of update we read; the others are not even sent to us. */
const ALLOWED = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const
/** Seconds a poll may stay open. */
const LONG_POLL = 25
const WEBHOOK_PATH = '/telegram'

export function telegramChannel(options: TelegramOptions): Channel {
  const { apiRoot, log, webhook, clock } = options
  const api = new Api(options.token, {
    apiRoot,
    timeoutSeconds: LONG_POLL + 15,
    baseFetchConfig: { agent: keepAlive(apiRoot), compress: true },
  })
  const stopping = new AbortController()
  let receive: Receive | null = null
  let polling: Promise<void> = Promise.resolve()

  async function take(raw: unknown): Promise<void> {
    const pressed = pressId(raw)
    // Answered at once and whatever it holds, or the button spins; a failure here loses nothing.
    if (pressed !== null) api.answerCallbackQuery(pressed).catch(() => log.debug({}, 'press answered too late'))
    const update = decode(raw, clock.now())
    if (!update) return log.debug({ channel: 'telegram' }, 'update of no kind we read')
    if (isGroupQuestion(update, options.helpdesk)) return hint(update.chat)
    await receive?.(update)
  }

  async function hint(chat: ChatId): Promise<void> {
    await api.sendMessage(addressOf(chat), options.groupHint(chat)).catch(() => log.warn({}, 'group hint not sent'))
  }

  /** One update after the other: the next poll confirms those before it, so each is durable by then. */
  async function poll(): Promise<void> {
    let offset = 0
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const updates = await api.getUpdates({ offset, timeout: LONG_POLL, allowed_updates: ALLOWED }, anySignal())
        failures = 0
        for (const update of updates) {
          await take(update)
          offset = update.update_id + 1
        }
      } catch (error) {
        if (stopping.signal.aborted) return
        failures += 1
        report(error)
        await pause(waitAfter(error, failures))
      }
    }
  }

  /** Node's own AbortSignal is what grammY's shim wants at run time; only the types differ. */
  function anySignal() {
    return stopping.signal as Parameters<typeof api.getUpdates>[1]
  }

  function report(error: unknown): void {
    if (error instanceof GrammyError && error.error_code === 409) {
      log.error({ status: 409 }, 'another process polls with this token; stop one of them, nothing is lost meanwhile')
    } else if (error instanceof GrammyError) log.warn({ status: error.error_code }, 'Telegram refused to give updates')
    else log.warn({ error }, 'no updates from Telegram, trying again')
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = clock.wake(clock.now() + ms, resolve)
      stopping.signal.addEventListener('abort', () => {
        callOff()
        resolve()
      })
    })
  }

  /** Says who we are and what we hear; the network being away only delays it. A wrong token ends the start. */
  async function introduce(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await api.getMe()
        if (webhook)
          await api.setWebhook(`${webhook.url.replace(/\/$/, '')}${WEBHOOK_PATH}`, {
            secret_token: webhook.secret,
            allowed_updates: ALLOWED,
          })
        else await api.deleteWebhook()
        return
      } catch (error) {
        if (error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)) {
          throw new Error('Telegram does not know this token: copy TELEGRAM_BOT_TOKEN again from @BotFather.')
        }
        failures += 1
        report(error)
        await pause(waitAfter(error, failures))
      }
    }
  }

  async function tellCommands(): Promise<void> {
    for (const { language, scope, list } of options.commands) {
      if (scope === 'desk' && options.helpdesk === null) continue
      const where =
        scope === 'private'
          ? { type: 'all_private_chats' as const }
          : { type: 'chat' as const, chat_id: addressOf(options.helpdesk ?? 'telegram:0') }
      const spoken = language === 'es' ? {} : { language_code: 'en' as const }
      await api.setMyCommands(list, { scope: where, ...spoken })
    }
    await api.setMyCommands([], { scope: { type: 'all_group_chats' } })
  }

  return {
    name: 'telegram',
    abilities: { deletes: true },
    routes(server) {
      if (webhook) serveWebhook(server, webhook.secret, take, log)
    },
    async start(hear) {
      receive = hear
      await introduce()
      await tellCommands().catch((error: unknown) => log.warn({ error }, 'the command menu could not be set'))
      if (!webhook) polling = poll()
    },
    deliver: (to, message) => deliver(api, log, addressOf(to), message),
    async stop() {
      stopping.abort()
      await polling
    },
  }
}

/** Sends or deletes; what Telegram says becomes a receipt. */
async function deliver(api: Api, log: Log, address: string, message: Message): Promise<Receipt> {
  try {
    if (message.type === 'delete') {
      await api.deleteMessage(address, Number(message.ref))
      return { status: 'sent', ref: message.ref }
    }
    let ref = ''
    for (const { text, entities, keyboard } of encode(message)) {
      const sent = await api.sendMessage(address, text, {
        entities,
        link_preview_options: { is_disabled: true },
        ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
      })
      ref = String(sent.message_id)
    }
    return { status: 'sent', ref }
  } catch (error) {
    return receiptOf(error, message, log)
  }
}

const SECOND = 1000

function receiptOf(error: unknown, message: Message, log: Log): Receipt {
  if (error instanceof HttpError) return { status: 'retry', after: SECOND, reason: 'network', scope: 'channel' }
  if (!(error instanceof GrammyError)) throw error
  const { error_code: code, description, parameters } = error
  // A message already gone is as good as deleted.
  if (message.type === 'delete' && code === 400) return { status: 'sent', ref: message.ref }
  if (code === 429)
    return { status: 'retry', after: (parameters.retry_after ?? 1) * SECOND, reason: '429', scope: 'chat' }
  if (code >= 500) return { status: 'retry', after: SECOND, reason: 'server', scope: 'channel' }
  if (code === 403) return { status: 'gone', reason: 'blocked' }
  if (code === 400 && /chat not found|user is deactivated/i.test(description))
    return { status: 'gone', reason: 'unknown' }
  if (code === 401) return { status: 'retry', after: 60 * SECOND, reason: 'token', scope: 'channel' }
  log.error({ status: code }, 'Telegram refused a message')
  return { status: 'refused', reason: parameters.migrate_to_chat_id === undefined ? 'refused' : 'migrated' }
}

/** The secret is compared before anything is read, in a time that tells nothing. */
function serveWebhook(server: FastifyInstance, secret: string, take: (raw: unknown) => Promise<void>, log: Log): void {
  const expected = Buffer.from(secret)
  const isOurs = (given: unknown): boolean => {
    const sent = Buffer.from(typeof given === 'string' ? given : '')
    return sent.length === expected.length && timingSafeEqual(sent, expected)
  }
  server.post(WEBHOOK_PATH, {
    onRequest: async (request, reply) => {
      if (!isOurs(request.headers['x-telegram-bot-api-secret-token'])) return reply.code(401).send()
    },
    handler: async (request, reply) => {
      try {
        await take(request.body)
        return reply.code(200).send()
      } catch (error) {
        log.error({ error }, 'update could not be kept, Telegram will send it again')
        return reply.code(503).header('retry-after', '5').send()
      }
    },
  })
}

/** Longer after every failure, a minute at most; a second poller is waited out. */
function waitAfter(error: unknown, failures: number): number {
  if (error instanceof GrammyError && error.parameters.retry_after !== undefined)
    return error.parameters.retry_after * SECOND
  if (error instanceof GrammyError && error.error_code === 409) return 5 * SECOND
  return Math.min(60 * SECOND, 250 * 2 ** failures)
}

function isGroupQuestion(update: Update, helpdesk: ChatId | null): boolean {
  const { content, audience, chat } = update
  return (
    audience === 'group' && chat !== helpdesk && content.kind === 'text' && /^\/id(@\w+)?$/.test(content.text.trim())
  )
}

/** One connection kept open serves many sends; opening one each time is most of a turn's cost. */
function keepAlive(apiRoot: string): HttpAgent {
  return apiRoot.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
}

import type { ServerResponse } from 'node:http'
import type { Json } from './fake-body.ts'

type Update = Json & { update_id: number }

/** What waits for the bot, and the two ways it may be fetched: long polling, or a webhook. */
export interface UpdateQueue {
  /** Gives the update the next id and hands it on. */
  push(update: Json): number
  /** Gives out every update once more under the same id. */
  repeatAll(): void
  /** Long polling: resolves when there is something, the time is over, or another poller came ("conflict"). */
  poll(offset: number, seconds: number, response: ServerResponse): Promise<Update[] | 'conflict'>
  setWebhook(webhook: { url: string; secret: string } | null): void
  webhook(): { url: string; secret: string } | null
  pending(): number
  /** Resolves once a poll has confirmed everything given out so far. */
  drained(): Promise<void>
  answers: { status: number; retryAfter: string | null }[]
  close(): void
}

/** Stands for the seconds Telegram would wait before it calls a webhook again; those asked for are in `answers`. */
const BETWEEN_TRIES = 10

/** `now` (ms) stands on whatever happens, if there is a clock. */
export function updateQueue(now?: () => number): UpdateQueue {
  const all: Update[] = []
  const answers: UpdateQueue['answers'] = []
  let waiting: Update[] = []
  /** Given out once more although confirmed; not confirmed again. */
  let repeats: Update[] = []
  let webhook: { url: string; secret: string } | null = null
  let endPoll: ((outcome: Update[] | 'conflict') => void) | null = null
  let isDelivering = false
  let next = 1
  const whenDrained: (() => void)[] = []
  const isDrained = (): boolean => waiting.length + repeats.length === 0

  function hasMore(): void {
    if (webhook) void deliver()
    else endPoll?.(batch())
  }

  function batch(): Update[] {
    const given = [...repeats, ...waiting].slice(0, 100)
    repeats = repeats.slice(given.length)
    return given
  }

  /** As the real one: in order, and each again until it is taken. */
  async function deliver(): Promise<void> {
    if (isDelivering) return
    isDelivering = true
    for (let update = waiting[0]; webhook && update; update = waiting[0]) {
      const answer = await call(webhook, update)
      answers.push(answer)
      if (answer.status === 200) waiting = waiting.filter((one) => one !== update)
      else await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES))
    }
    isDelivering = false
  }

  function poll(offset: number, seconds: number, response: ServerResponse): Promise<Update[] | 'conflict'> {
    endPoll?.('conflict')
    waiting = waiting.filter(({ update_id }) => update_id >= offset)
    if (isDrained()) for (const call of whenDrained.splice(0)) call()
    if (waiting.length + repeats.length > 0 || seconds === 0) return Promise.resolve(batch())
    return new Promise((resolve) => {
      const end = (outcome: Update[] | 'conflict'): void => {
        clearTimeout(timeout)
        if (endPoll === end) endPoll = null
        resolve(outcome)
      }
      const timeout = setTimeout(() => end([]), seconds * 1000)
      endPoll = end
      response.on('close', () => end([]))
    })
  }

  return {
    push(update) {
      const whole = { ...(now ? dated(update, Math.floor(now() / 1000)) : update), update_id: next++ }
      all.push(whole)
      waiting.push(whole)
      hasMore()
      return whole.update_id
    },
    repeatAll() {
      if (webhook) waiting.push(...all)
      else repeats.push(...all)
      hasMore()
    },
    poll,
    setWebhook(to) {
      webhook = to
      void deliver()
    },
    webhook: () => webhook,
    pending: () => waiting.length,
    async drained() {
      if (!isDrained()) await new Promise<void>((resolve) => whenDrained.push(resolve))
    },
    answers,
    close() {
      webhook = null
      endPoll?.([])
    },
  }
}

/** Of presses Telegram tells no time. */
function dated(update: Json, date: number): Json {
  const kinds = ['message', 'edited_message', 'my_chat_member', 'chat_member'].filter((kind) => kind in update)
  return { ...update, ...Object.fromEntries(kinds.map((kind) => [kind, Object.assign({}, update[kind], { date })])) }
}

async function call(webhook: { url: string; secret: string }, update: Update): Promise<UpdateQueue['answers'][number]> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook.secret },
      body: JSON.stringify(update),
    })
    await response.arrayBuffer()
    return { status: response.status, retryAfter: response.headers.get('retry-after') }
  } catch {
    return { status: 0, retryAfter: null }
  }
}

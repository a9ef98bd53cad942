import { randomUUID } from 'node:crypto'
import type { Flow } from '../flows/flow.ts'
import { createCalendar } from '../src/calendar.ts'
import type { Channel } from '../src/channels/channel.ts'
import { type SimulatedClock, stoppedClock } from '../src/clock.ts'
import { type ChatId, chatId } from '../src/ids.ts'
import type { Message } from '../src/message.ts'
import { createSeal, parseKeys, type Seal } from '../src/seal.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import type { Content, Update } from '../src/update.ts'
import { startWorld, type World } from '../src/world.ts'
import { loadWords, quietLog, type Words } from './words.ts'

const KEYS = parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`)
const STUDENT = chatId('test', 'student')
const DESK_GROUP = chatId('test', 'desk')

/** A conversation with a whole world: real store, sealing, mailbox and outbox; only the network and the clock are the test's. */
export interface Conversation {
  clock: SimulatedClock
  store: Store
  seal: Seal
  /** All that was delivered so far, to anyone, in order. */
  delivered: { to: ChatId; message: Message; ref: string }[]
  says(content: Content, options?: { ref?: string }): Promise<void>
  deskSays(text: string, quotes: { ref: string; text: string } | null): Promise<void>
  /** Moves the clock and lets everything that fell due happen. */
  moveTo(at: number): Promise<void>
  /** Stops the services (the store stays) or starts them again. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

export interface ConversationOptions {
  start: number
  hasDesk?: boolean
  flows?: readonly Flow[]
  words?: Words
  language?: string
}

export async function startConversation(options: ConversationOptions): Promise<Conversation> {
  const words = options.words ?? loadWords()
  const clock = stoppedClock(options.start)
  const seal = createSeal(KEYS, Buffer.alloc(32, 9))
  const store = sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  const delivered: Conversation['delivered'] = []
  const channel: Channel = {
    name: 'test',
    abilities: { deletes: true },
    start: async () => {},
    stop: async () => {},
    async deliver(to, message) {
      const ref = `m${delivered.length + 1}`
      delivered.push({ to, message, ref })
      return { status: 'sent', ref }
    },
  }
  let world: World | null = null
  let count = 0

  async function up(): Promise<void> {
    world = await startWorld({
      store,
      seal,
      clock,
      log: quietLog,
      channels: [channel],
      flows: options.flows ?? words.flows,
      texts: words.texts,
      languages: words.languages,
      helpdesk: options.hasDesk === false ? null : DESK_GROUP,
    })
    await world.settled()
  }

  async function down(): Promise<void> {
    await world?.stop()
    world = null
  }

  async function receive(update: Omit<Update, 'id' | 'at'>): Promise<void> {
    count += 1
    if (!world) throw new Error('the world is down')
    await world.receive({ ...update, id: `u${count}`, at: clock.now() })
    await world.settled()
  }

  await up()
  return {
    clock,
    store,
    seal,
    delivered,
    says: (content, more) =>
      receive({
        chat: STUDENT,
        audience: 'student',
        ref: `s${count}`,
        language: options.language ?? 'es',
        content,
        ...more,
      }),
    deskSays: (text, quotes) =>
      receive({
        chat: DESK_GROUP,
        audience: 'group',
        sender: { id: '9', name: 'Ana', anonymous: false },
        content: { kind: 'text', text },
        ...(quotes && { quotes }),
      }),
    async moveTo(at) {
      clock.moveTo(at)
      world?.nudge()
      await world?.settled()
    },
    down,
    up,
    async close() {
      await down()
      await store.close()
    },
  }
}

/**
 * Plays a transcript: runs the student's, the desk's and the clock's lines and answers with the same lines plus what was really said.
 * Lines: `> text`, `> [choice]`, `> {voice}`, `> {edit text}`, `desk> text` (quoting the last card), `@ 2026-11-25 09:00`, `! down`, `! up`, `# comment`.
 * Answers: `< key [choices]`, `< delete`, `desk< key`.
 */
export async function play(script: string, options: Partial<ConversationOptions> = {}): Promise<string> {
  const lines = script.split('\n').map((line) => line.trimEnd())
  const first = lines.find((line) => line.startsWith('@ '))
  if (!first) throw new Error('a transcript begins with the time, "@ 2026-11-23 10:00"')
  const hasDesk = !lines.includes('# no desk')
  const words = options.words ?? loadWords()
  const talk = await startConversation({ start: instant(words, first), hasDesk, words, ...options })
  const out: string[] = []
  let shown = 0
  try {
    for (const line of lines) {
      if (line.startsWith('<') || line.startsWith('desk<')) continue
      out.push(line)
      await perform(talk, words, line)
      // The two chats are independent lanes: each keeps its order, so the student's side is written first.
      const lines = talk.delivered.slice(shown).map(({ to, message }) => shownAs(to, message))
      out.push(
        ...lines.filter((said) => !said.startsWith('desk<')),
        ...lines.filter((said) => said.startsWith('desk<')),
      )
      shown = talk.delivered.length
    }
  } finally {
    await talk.close()
  }
  return out.join('\n')
}

async function perform(talk: Conversation, words: Words, line: string): Promise<void> {
  if (line.startsWith('> ')) return talk.says(contentOf(talk, line.slice(2)))
  if (line.startsWith('desk> ')) return talk.deskSays(line.slice(6), lastCard(talk))
  if (line.startsWith('@ ')) return talk.moveTo(instant(words, line))
  if (line === '! down') return talk.down()
  if (line === '! up') return talk.up()
}

/** What a line of the student's stands for. A press is of the newest question that offers the choice. */
export function contentOf(talk: Conversation, text: string): Content {
  const press = /^\[([a-z0-9-]+)\]$/.exec(text)
  if (press) {
    const choice = press[1] ?? ''
    const asked = talk.delivered.findLast(
      ({ message }) => message.type === 'say' && message.choices.some(({ id }) => id === choice),
    )
    const question = asked?.message.type === 'say' ? asked.message.question : 0
    return { kind: 'press', question, choice }
  }
  const thing = /^\{(voice|picture|document|sticker|other)\}$/.exec(text)?.[1]
  if (thing === 'voice' || thing === 'picture' || thing === 'document' || thing === 'sticker' || thing === 'other') {
    return { kind: thing }
  }
  const edit = /^\{edit (.*)\}$/.exec(text)
  if (edit) return { kind: 'edit', text: edit[1] ?? '' }
  if (text === '{blocks}') return { kind: 'reachable', reachable: false }
  return { kind: 'text', text }
}

function shownAs(to: ChatId, message: Message): string {
  const side = to === DESK_GROUP ? 'desk<' : '<'
  if (message.type === 'delete') return `${side} delete`
  if (message.type !== 'say') return `${side} ${message.type}`
  const choices = message.choices.map(({ id }) => id).join(' ')
  return `${side} ${message.key}${choices === '' ? '' : ` [${choices}]`}`
}

function lastCard(talk: Conversation): { ref: string; text: string } | null {
  const card = talk.delivered.findLast(
    ({ to, message }) => to === DESK_GROUP && message.type === 'say' && message.key.startsWith('card'),
  )
  return card?.message.type === 'say' ? { ref: card.ref, text: card.message.body.text } : null
}

function instant(words: Words, line: string): number {
  const [, day = '', time = ''] = /^@ (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/.exec(line) ?? []
  if (day === '') throw new Error(`not a time: ${line}`)
  const flow = words.flows[0]
  if (!flow) throw new Error('no flow')
  return createCalendar(flow.calendar).instant(day, time)
}

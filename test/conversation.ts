import { randomUUID } from 'node:crypto'
import type { Flow } from '../flows/flow.ts'
import type { Channel, Report } from '../src/channels/channel.ts'
import { type SimulatedClock, stoppedClock } from '../src/clock.ts'
import { addressOf, type ChatId, channelOf, chatId } from '../src/ids.ts'
import type { Log } from '../src/log.ts'
import type { Media, Message, Receipt } from '../src/message.ts'
import { createSeal, parseKeys, type Seal } from '../src/seal.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import type { Content, Update } from '../src/update.ts'
import { startWorld, type World } from '../src/world.ts'
import { loadWords, quietLog, type Words } from './words.ts'

export const KEYS = parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`)
export const STUDENT = chatId('test', 'student')
export const DESK_GROUP = chatId('test', 'desk')

export interface Delivered {
  to: ChatId
  message: Message
  ref: string
  /** The row it was delivered from. */
  row: string
}

/** A conversation with a whole world: real store, sealing, mailbox and outbox; only the network and the clock are the test's. */
export interface Conversation {
  clock: SimulatedClock
  store: Store
  seal: Seal
  /** All that was delivered so far, to anyone, in order. */
  delivered: Delivered[]
  /** By default the one student. */
  says(content: Content, options?: { ref?: string; chat?: ChatId }): Promise<void>
  /** An agent of the group does something, perhaps in answer to a message of it. */
  agentDoes(agent: string, content: Content, more?: Partial<Update>): Promise<void>
  deskSays(text: string, quotes: { ref: string; text: string } | null): Promise<void>
  /** Several at once. */
  receive(...updates: Omit<Update, 'id' | 'at'>[]): Promise<void>
  /** A channel says what befell it. */
  reports(channel: string, report: Report): Promise<void>
  /** Moves the clock and lets everything that fell due happen. */
  moveTo(at: number): Promise<void>
  /** The network as it is from now on. */
  network: Network
  /** Stops the services (the store stays) or starts them again. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

export interface Network {
  /** Whether the group has topics, or will not let the bot make any. */
  topics: 'yes' | 'no' | 'no-right'
  /** Who is reached no more. */
  gone: Set<ChatId>
  /** Who left the group. */
  left: Set<string>
  /** Whose traces it removed; while it cannot, it removes nobody's. */
  forgotten: ChatId[]
  canForget: boolean
  /** Whether students wrote long ago: what is said to them goes out in the network's own words, or not at all. */
  window: 'open' | 'template' | 'shut'
  /** Nothing that stands can be changed any more. */
  isRigid: boolean
  /** What things hold, by chat and ref; what there is not cannot be had. */
  held: Map<string, Media>
  /** How often a thing is not given that could be. */
  failures: number
  /** Every thing asked for. */
  asked: string[]
}

export interface ConversationOptions {
  start: number
  hasDesk?: boolean
  flows?: readonly Flow[]
  words?: Words
  language?: string
  store?: Store
  /** People write in pieces on this network: how long (ms) it waits for more. */
  gathers?: number
  /** The networks there are; one unless told. */
  networks?: readonly string[]
  helpdesk?: ChatId
  /** Which of them give their things to others; all unless told. */
  givers?: readonly string[]
  log?: Log
}

export async function startConversation(options: ConversationOptions): Promise<Conversation> {
  const words = options.words ?? loadWords()
  const clock = stoppedClock(options.start)
  const seal = createSeal(KEYS, Buffer.alloc(32, 9))
  const store = options.store ?? sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  const delivered: Conversation['delivered'] = []
  const network = newNetwork()
  const { networks = ['test'], givers = networks, helpdesk = DESK_GROUP, log = quietLog } = options
  const channels = networks.map((name) =>
    channelOn(name, network, delivered, { givesAway: givers.includes(name), gathers: options.gathers }),
  )
  let world: World | null = null
  let count = 0

  async function up(): Promise<void> {
    world = await startWorld({
      store,
      seal,
      clock,
      log,
      channels,
      flows: options.flows ?? words.flows,
      texts: words.texts,
      languages: words.languages,
      helpdesk: options.hasDesk === false ? null : helpdesk,
    })
    await world.settled()
  }

  async function down(): Promise<void> {
    await world?.stop()
    world = null
  }

  async function receive(...updates: Omit<Update, 'id' | 'at'>[]): Promise<void> {
    if (!world) throw new Error('the world is down')
    const { receive: take } = world
    await Promise.all(
      updates.map((update) => {
        count += 1
        return take({ ref: `s${count}`, ...update, id: `u${count}`, at: clock.now() })
      }),
    )
    await world.settled()
  }

  const agentDoes: Conversation['agentDoes'] = (agent, content, more) =>
    receive({ chat: helpdesk, audience: 'group', sender: agentOf(agent), content, ...more })

  await up()
  return {
    clock,
    store,
    seal,
    delivered,
    network,
    receive,
    says: (content, { chat = STUDENT, ...more } = {}) =>
      receive({ chat, audience: 'student', language: options.language ?? 'es', content, ...more }),
    agentDoes,
    deskSays: (text, quotes) =>
      agentDoes('Ana', { kind: 'text', text }, quotes ? { quotes: { ...quotes, own: true } } : {}),
    async reports(channel, report) {
      await world?.report(channel)(report)
      await world?.settled()
    },
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

/** Somebody of the group, with a chat of their own. */
export function agentOf(name: string): NonNullable<Update['sender']> {
  return { id: name.toLowerCase(), name, anonymous: false, chat: chatId('test', name.toLowerCase()) }
}

export function newNetwork(): Network {
  const none = { gone: new Set<ChatId>(), left: new Set<string>(), held: new Map<string, Media>() }
  return {
    topics: 'no',
    window: 'open',
    isRigid: false,
    failures: 0,
    asked: [],
    forgotten: [],
    canForget: true,
    ...none,
  }
}

/** One of several networks that behave alike; what they took is in one list. */
function channelOn(
  name: string,
  network: Network,
  delivered: Delivered[],
  { givesAway, gathers }: { givesAway: boolean; gathers: number | undefined },
): Channel {
  return {
    name,
    abilities: { deletes: true, topics: true, ...(gathers !== undefined && { gathers }) },
    start: async () => {},
    stop: async () => {},
    isMember: async (_, person) => !network.left.has(person),
    async forget(chat) {
      if (!network.canForget) throw new Error('not now')
      network.forgotten.push(chat)
    },
    async deliver(to, message, row = '') {
      const receipt = answerOf(network, to, message, `m${delivered.length + 1}`)
      if (receipt.status === 'sent') delivered.push({ to, message, ref: receipt.ref, row })
      return receipt
    },
    ...(givesAway && {
      async open(chat: ChatId, ref: string) {
        network.asked.push(`${chat} ${ref}`)
        network.failures -= 1
        if (network.failures >= 0) throw new Error('away')
        return network.held.get(`${chat} ${ref}`) ?? null
      },
    }),
  }
}

/** What this network answers: everything is taken, but by who blocked the bot, and topics only where there are some. */
function answerOf({ topics, gone, window, isRigid }: Network, to: ChatId, message: Message, ref: string): Receipt {
  if (gone.has(to)) return { status: 'gone', reason: 'blocked' }
  if (message.type === 'topic' && message.thread === null) {
    if (topics === 'no') return { status: 'refused', reason: 'no topics here', why: 'no-topics' }
    if (topics === 'no-right') return { status: 'refused', reason: 'not allowed', why: 'no-right' }
    return { status: 'sent', ref: `t${ref}` }
  }
  if (window !== 'open' && message.type === 'say' && addressOf(to).startsWith('student'))
    return window === 'shut'
      ? { status: 'refused', reason: 'too long ago', why: 'window' }
      : { status: 'sent', ref, template: true }
  if (message.type === 'edit' && isRigid) return { status: 'refused', reason: 'too old', why: 'no-such' }
  if (message.type === 'copy' && (addressOf(message.from) === 'elsewhere' || channelOf(message.from) !== channelOf(to)))
    return { status: 'refused', reason: 'another network', why: 'elsewhere' }
  return { status: 'sent', ref: message.type === 'edit' ? message.ref : ref }
}

/** A world whose network is a list: who says what, and what reached whom. Everything between is the real thing. */
import { EventEmitter, once } from 'node:events'
import type { Flow } from '../../flows/flow.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import { type ChatId, chatId } from '../../src/ids.ts'
import type { Log } from '../../src/log.ts'
import type { Message, Receipt } from '../../src/message.ts'
import { createSeal, parseKeys, type Seal } from '../../src/seal.ts'
import { sessionSchema } from '../../src/session.ts'
import type { Store } from '../../src/stores/store.ts'
import type { Content, Update } from '../../src/update.ts'
import { startWorld, type World } from '../../src/world.ts'
import { contextSchema, countingFlow } from '../chaos/flow.ts'
import { language, texts } from '../chaos/words.ts'
import { quietLog, type Words } from '../words.ts'

export const seal = createSeal(parseKeys(`faults:${Buffer.alloc(32, 5).toString('base64')}`), Buffer.alloc(32, 9))
export const DESK_GROUP = chatId('test', 'desk')
export const AGENT = { id: '9', name: 'Ana', anonymous: false, chat: chatId('test', 'agent') }
export const student = (name: string): ChatId => chatId('test', name)

/** Where each is known: the store's name of a chat. */
export const keyOf = (name: string): string => seal.chatKey(student(name))

export interface Delivered {
  to: ChatId
  message: Message
  /** What the reader sees. */
  text: string
  ref: string
}

export interface Town {
  world: World
  delivered: Delivered[]
  /** Resolves once it is durable. */
  says(name: string, content: string | Content, more?: Partial<Update>): Promise<void>
  /** Says a number, in words that are no choice of any question. */
  counts(name: string, n: number, more?: Partial<Update>): Promise<void>
  agentSays(text: string, card: Delivered): Promise<void>
  /** The same agent does anything else. */
  agentDoes(content: Content, more?: Partial<Update>): Promise<void>
  /** Resolves with the nth delivery that fits, also of those before now. */
  sees(fits: (sent: Delivered) => boolean, times?: number): Promise<Delivered>
  /** What one student was sent. */
  screen(name: string): string[]
  /** The numbers echoed to one student, repeats included. */
  echoes(name: string): number[]
  stop(): Promise<void>
}

export interface TownOptions {
  store: Store
  clock?: Clock
  seal?: Seal
  log?: Log
  /** The procedure, and the words for it; the counting one unless told. */
  flows?: readonly Flow[]
  words?: Pick<Words, 'texts' | 'languages'>
  /** Whether it takes turns and delivers, or only receives. */
  works?: boolean
  /** How long (ms) the network waits for more of what people write. */
  gathers?: number
  /** In place of a network that takes everything. */
  deliver?(to: ChatId, message: Message): Promise<Receipt>
}

const counting = { texts, languages: new Map([['es', language]]) }
let updates = 0

export async function startTown(options: TownOptions): Promise<Town> {
  const clock = options.clock ?? systemClock()
  const delivered: Delivered[] = []
  const events = new EventEmitter().setMaxListeners(0)
  const deliver = options.deliver ?? (async () => ({ status: 'sent' as const, ref: `m${delivered.length + 1}` }))
  const channel: Channel = {
    name: 'test',
    abilities: { deletes: true, topics: true, ...(options.gathers !== undefined && { gathers: options.gathers }) },
    start: async () => {},
    stop: async () => {},
    isMember: async () => true,
    async deliver(to, message) {
      const receipt = await deliver(to, message)
      if (receipt.status !== 'sent') return receipt
      delivered.push({ to, message, text: message.type === 'say' ? message.body.text : '', ref: receipt.ref })
      events.emit('delivered')
      return receipt
    },
  }
  const world = await startWorld({
    store: options.store,
    seal: options.seal ?? seal,
    clock,
    log: options.log ?? quietLog,
    channels: [channel],
    flows: options.flows ?? [countingFlow],
    ...(options.words ?? counting),
    helpdesk: DESK_GROUP,
    // Fewer than in earnest, so that a test can see the end of it.
    mostClaims: 10,
    ...(options.works !== undefined && { works: options.works }),
  })

  function receive(update: Omit<Update, 'id' | 'at'>, more: Partial<Update> = {}): Promise<void> {
    updates += 1
    return world.receive({ id: `u${updates}`, at: clock.now(), ref: `s${updates}`, ...update, ...more })
  }

  const says: Town['says'] = (name, said, more) =>
    receive({ chat: student(name), audience: 'student', language: 'es', content: contentOf(said) }, more)

  const agentDoes: Town['agentDoes'] = (content, more) =>
    receive({ chat: DESK_GROUP, audience: 'group', sender: AGENT, content }, more)

  const screen = (name: string): string[] => delivered.filter(({ to }) => to === student(name)).map(({ text }) => text)

  return {
    world,
    delivered,
    says,
    counts: (name, n, more) => says(name, `numero ${n}`, more),
    agentSays: (text, { ref, text: quoted }) =>
      agentDoes({ kind: 'text', text }, { quotes: { ref, text: quoted, own: true } }),
    agentDoes,
    async sees(fits, times = 1) {
      for (;;) {
        const found = delivered.filter(fits)[times - 1]
        if (found) return found
        await once(events, 'delivered')
      }
    },
    screen,
    echoes: (name) =>
      screen(name)
        .flatMap((text) => /^echo (\d+)/.exec(text)?.[1] ?? [])
        .map(Number),
    stop: () => world.stop(),
  }
}

function contentOf(said: string | Content): Content {
  return typeof said === 'string' ? { kind: 'text', text: said } : said
}

/** The numbers a student of the counting procedure was heard to say, as they are kept; null when nothing is. */
export async function heard(store: Store, name: string): Promise<number[] | null> {
  const kept = await store.peek(keyOf(name))
  if (kept === null) return null
  const { flows } = sessionSchema.parse(JSON.parse(seal.open('session', keyOf(name), kept)))
  return contextSchema.parse(countingFlow.check(flows[countingFlow.id]).context).log
}

/** Numbers that are echoed and nothing else: none opens a case or sets a timer. */
export function plainNumbers(count: number): number[] {
  return Array.from({ length: 3 * count }, (_, index) => index + 1)
    .filter((n) => n % 3 !== 0 && n % 4 !== 0)
    .slice(0, count)
}

/** How often a fault is tried: a few times here, as often as FAULTS says for the long form. */
export function times(few: number): number {
  return Number(process.env.FAULTS ?? few)
}

import { randomUUID } from 'node:crypto'
import type { Channel } from '../../../src/channels/channel.ts'
import type { FencedVault } from '../../../src/channels/vault.ts'
import { encode } from '../../../src/channels/whatsapp/encode.ts'
import { type Clock, stoppedClock, systemClock } from '../../../src/clock.ts'
import { type ChatId, chatId } from '../../../src/ids.ts'
import type { Message } from '../../../src/message.ts'
import { createSeal } from '../../../src/seal.ts'
import { sqliteStore } from '../../../src/stores/sqlite.ts'
import type { Content, Update } from '../../../src/update.ts'
import { startWorld, type World } from '../../../src/world.ts'
import {
  type Conversation,
  type ConversationOptions,
  DESK_GROUP,
  KEYS,
  newNetwork,
  STUDENT,
} from '../../conversation.ts'
import { loadWords, quietLog } from '../../words.ts'
import { type Composed, editMessage, revokeMessage, textMessage } from './fake-compose.ts'
import type { Group } from './fake-group.ts'
import { newMessageId } from './fake-handset.ts'
import { makeLane } from './fake-happenings.ts'
import type { Phone } from './fake-phone.ts'
import type { FakeWhatsApp } from './fake-whatsapp.ts'
import { memoryVault } from './memory-vault.ts'
import { lastingChannelOn, linked, openChannel } from './on-fake.ts'

/** One linked number on which one conversation after the other is held, each with people and a desk of its own. */
export interface Town {
  /** For `play`: a conversation of phones with the real channel. */
  converse(options: ConversationOptions): Promise<Conversation>
  /** What the first student's phone of the last conversation shows. */
  screen(): string[]
  close(): Promise<void>
}

/** Who talks, in the words of a transcript, and where they are here. */
interface Talk {
  world: World | null
  clock: Clock
  group: Group
  phones: Map<string, Phone>
  /** Chats by the name the transcript has for them. */
  names: Map<ChatId, ChatId>
  /** Whoever writes just now. */
  acting: ChatId
  byHand: Content
  isQuiet: boolean
  left: number
}

const WARM = JSON.stringify({ version: 1, linkedAt: 0, hours: [], restriction: null })
const THINGS = { voice: 'voice', picture: 'image', document: 'document', sticker: 'sticker' } as const

export async function openTown(server: FakeWhatsApp, useClock: (clock: Clock) => void): Promise<Town> {
  const rows = new Set<string>()
  const vault = watched(memoryVault(linked(server).set('governor/state', WARM)).vault, rows)
  const clock = impatientClock(() => talk?.clock ?? systemClock())
  const seal = createSeal(KEYS, Buffer.alloc(32, 9))
  let talk: Talk | null = null
  let people = 0
  const current = (): Talk => {
    if (talk === null) throw new Error('nobody talks')
    return talk
  }

  async function hear(update: Update): Promise<void> {
    const on = current()
    const { sender, content } = update
    if (update.audience === 'student') on.names.set(update.chat, on.acting)
    if (sender?.chat) on.names.set(sender.chat, on.acting)
    if (on.isQuiet) return
    // How long it keeps quiet is a setting; each conversation has its own.
    await on.world?.receive(content.kind === 'by-hand' ? { ...update, content: on.byHand } : update)
    if (content.kind === 'left') on.left += 1
  }

  const desk = () => (talk === null ? null : chatId('whatsapp', talk.group.id))
  const options = { vault, clock, desk, dailyCap: 1_000_000 }
  const channel = await openChannel(server, hear, options, undefined, lastingChannelOn)

  /** What the channel was told is posted, all of it. */
  async function heard(): Promise<void> {
    while (rows.size > 0) await turn()
  }

  async function phoneOf(on: Talk, name: ChatId): Promise<Phone> {
    const known = on.phones.get(name)
    if (known) return known
    people += 1
    const phone = server.phone(people)
    on.phones.set(name, phone)
    return phone
  }

  async function memberOf(on: Talk, name: ChatId): Promise<Phone> {
    const known = on.phones.get(name)
    if (known) return known
    const phone = await phoneOf(on, name)
    await on.group.joins(phone)
    // Whoever works here wrote to the bot once: it writes to nobody by itself.
    on.acting = name
    on.isQuiet = true
    await phone.says('hola')
    await heard()
    on.isQuiet = false
    return phone
  }

  async function deliver(delivered: Conversation['delivered'], ...[to, message, row]: Parameters<Channel['deliver']>) {
    const on = current()
    for (;;) {
      const receipt = await channel.deliver(to, message, row)
      if (receipt.status === 'retry') {
        clock.passes(receipt.after)
        if (receipt.scope === 'channel') await turn()
        continue
      }
      const name = to === chatId('whatsapp', on.group.id) ? DESK_GROUP : (on.names.get(to) ?? to)
      if (receipt.status === 'sent') delivered.push({ to: name, message, ref: receipt.ref, row: row ?? '' })
      return receipt
    }
  }

  async function converse(options: ConversationOptions): Promise<Conversation> {
    const words = options.words ?? loadWords()
    const time = stoppedClock(options.start)
    useClock(time)
    const delivered: Conversation['delivered'] = []
    const refs = new Map<string, string>()
    const network = newNetwork()
    // In the order they were asked for, whatever each takes.
    const lane = makeLane()
    const store = sqliteStore({ file: ':memory:', monotonic: time.monotonic, token: randomUUID })
    const keeper = server.phone(++people)
    const on: Talk = {
      ...{ world: null, clock: time, group: server.group([keeper]), phones: new Map(), names: new Map() },
      ...{ acting: STUDENT, byHand: { kind: 'by-hand', until: 0 }, isQuiet: false, left: 0 },
    }
    talk = on

    async function up(): Promise<void> {
      const { gathers } = options
      on.world = await startWorld({
        ...{ store, seal, clock: time, log: quietLog, ...words, flows: options.flows ?? words.flows },
        channels: [
          {
            ...channel,
            abilities: { ...channel.abilities, gathers: gathers ?? 0 },
            deliver: (...sent) => lane(() => deliver(delivered, ...sent)),
          },
        ],
        helpdesk: options.hasDesk === false ? null : chatId('whatsapp', on.group.id),
      })
      await on.world.settled()
    }

    async function down(): Promise<void> {
      await on.world?.stop()
      on.world = null
    }

    async function settled(): Promise<void> {
      await heard()
      await on.world?.settled()
    }

    /** Where a button stands: its message, its number, and whether a newer menu stands below. */
    function buttonOf(name: ChatId, content: Extract<Content, { kind: 'press' }>) {
      const menus = delivered.filter(({ to, message }) => to === name && choicesOf(message).length > 0)
      const menu = menus.findLast(({ message }) => isAsking(message, content.question, content.choice))
      if (!menu) throw new Error(`no menu offers ${content.choice}`)
      const place = choicesOf(menu.message).findIndex(({ id }) => id === content.choice)
      // What is typed waits for more where people write in pieces; what quotes does not.
      const isNewest = options.gathers === undefined && menu === delivered.findLast(({ to }) => to === name)
      return { ref: menu.ref, text: String(place + 1), isNewest, stood: menu.message }
    }

    async function says(content: Content, { chat = STUDENT, ref }: { chat?: ChatId; ref?: string } = {}) {
      const phone = await phoneOf(on, chat)
      on.acting = chat
      const id = await saysBy(phone, chat, content, ref)
      if (ref !== undefined && id !== null) refs.set(ref, id)
      await settled()
    }

    async function saysBy(phone: Phone, name: ChatId, content: Content, ref = ''): Promise<string | null> {
      switch (content.kind) {
        case 'text':
          return phone.says(content.text)
        case 'press': {
          const button = buttonOf(name, content)
          await server.until(() => phone.screen().some(({ id }) => id === button.ref))
          return phone.says(button.text, button.isNewest ? {} : { quotes: button.ref })
        }
        case 'edit':
          await phone.edits(refs.get(ref) ?? 'none', content.text)
          return null
        case 'deleted':
          await phone.revokes(refs.get(ref) ?? 'none')
          return null
        case 'other':
          return phone.crafts({ locationMessage: { degreesLatitude: 27.4, degreesLongitude: -109.9 } })
        case 'by-hand':
          on.byHand = content
          await server.ownPhone.says(phone, content.until <= time.now() ? 'bot' : 'Yo te atiendo')
          return null
        case 'voice':
        case 'picture':
        case 'document':
        case 'sticker':
          return phone.sends(THINGS[content.kind], Buffer.from('bytes'))
        default:
          // Nobody is told here who blocked whom.
          return null
      }
    }

    async function agentDoes(agent: string, content: Content, more: Partial<Update> = {}): Promise<void> {
      const name = chatId('test', agent.toLowerCase())
      const phone = await memberOf(on, name)
      on.acting = name
      const id = newMessageId()
      const composed = await composedBy(content, more)
      const names = { participant: phone.lid, participant_pn: phone.pn, addressing_mode: 'lid' }
      const { heard: taken } = await phone.handset.send(composed, {
        ...{ id, group: on.group.id, attrs: { from: on.group.id, notify: agent, ...names } },
      })
      await taken
      if (more.ref !== undefined) refs.set(more.ref, composed.edit === undefined ? id : (refs.get(more.ref) ?? id))
      await settled()
    }

    async function composedBy(content: Content, { quotes, ref = '' }: Partial<Update>): Promise<Composed> {
      const group = on.group.id
      switch (content.kind) {
        case 'press': {
          const { text, ref: menu, stood } = buttonOf(DESK_GROUP, content)
          // As it stood when they reached for it: it may have been changed since.
          const shown = { id: menu, message: { conversation: encode(stood, jidOf).at(-1)?.text ?? '' } }
          return textMessage(text, { quoted: { shown, author: server.account.lid } })
        }
        case 'edit':
          return editMessage(group, refs.get(ref) ?? 'none', content.text, time.now())
        case 'deleted':
          return revokeMessage(group, refs.get(ref) ?? 'none')
        case 'text':
          return textMessage(content.text, quotes ? await quoting(quotes.ref) : {})
        default:
          return { type: 'media', message: { locationMessage: { degreesLatitude: 27.4, degreesLongitude: -109.9 } } }
      }
    }

    function jidOf(id: string): string | null {
      const name = on.names.get(chatId('whatsapp', id))
      return (name !== undefined && on.phones.get(name)?.lid) || null
    }

    async function quoting(ref: string) {
      const shown = await server.until(() => on.group.screen().find(({ id }) => id === ref))
      return { quoted: { shown, author: server.account.lid } }
    }

    async function leaves(who: string): Promise<void> {
      const before = on.left
      const phone = on.phones.get(chatId('test', who))
      if (phone) await on.group.leaves(phone)
      while (on.left === before) await turn()
      await settled()
    }

    await up()
    return {
      ...{ clock: time, store, seal, delivered, network, says, agentDoes, down, up },
      deskSays: (text, quotes) =>
        agentDoes('Ana', { kind: 'text', text }, quotes ? { quotes: { ...quotes, own: true } } : {}),
      async receive(...updates) {
        for (const { content } of updates) if (content.kind === 'left') await leaves(content.who)
      },
      async reports(name, report) {
        await on.world?.report(name)(report)
        await on.world?.settled()
      },
      async moveTo(at) {
        time.moveTo(at)
        on.world?.nudge()
        await on.world?.settled()
      },
      async close() {
        await down()
        await store.close()
      },
    }
  }

  return {
    converse,
    close: channel.stop,
    screen: () =>
      current()
        .phones.get(STUDENT)
        ?.screen()
        .map(({ text }) => text) ?? [],
  }
}

/** `rows` are those of the journal: what came and is not posted yet. */
function watched(vault: FencedVault, rows: Set<string>): FencedVault {
  return {
    ...vault,
    async set(changes) {
      const own = [...changes].filter(([name]) => name.startsWith('journal/'))
      for (const [name, value] of own) if (value !== null) rows.add(name)
      await vault.set(changes)
      for (const [name, value] of own) if (value === null) rows.delete(name)
    },
  }
}

function choicesOf(message: Message) {
  return message.type === 'say' || message.type === 'edit' ? message.choices : []
}

function isAsking(message: Message, question: number, choice: string): boolean {
  const asks = message.type === 'say' || message.type === 'edit'
  return asks && message.question === question && message.choices.some(({ id }) => id === choice)
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The time of the conversation; seconds of waiting and of typing are over at once, and what waits for an answer waits a tenth. */
function impatientClock(base: () => Clock): Clock & { passes(ms: number): void } {
  const system = systemClock()
  let ahead = 0
  return {
    now: () => base().now(),
    monotonic: () => system.monotonic() + ahead,
    wake(at, call) {
      const ms = at - base().now()
      return system.wake(system.now() + (ms <= 3000 ? 0 : Math.min(ms / 10, 60_000)), call)
    },
    passes(ms) {
      ahead += ms
    },
  }
}

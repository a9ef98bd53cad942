import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type SimulatedClock, stoppedClock } from '../../src/clock.ts'
import { chatId } from '../../src/ids.ts'
import { menus } from '../../src/menus.ts'
import { createSeal, parseKeys } from '../../src/seal.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { startWorld, type World } from '../../src/world.ts'
import type { Agent, Spot } from '../channels/telegram/fake-agent.ts'
import type { FakeBotApi } from '../channels/telegram/fake-bot-api.ts'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import type { Phone } from '../channels/telegram/fake-phone.ts'
import { channelOn, openFake } from '../channels/telegram/on-fake.ts'
import { loadWords, quietLog } from '../words.ts'

export const GROUP = -1009
export const STUDENT = 5
export const ANA = 71
export const LUZ = 72
/** Monday 23 November 2026, 10:00 in Hermosillo: the desk is open. */
const START = Date.UTC(2026, 10, 23, 17)
const MINUTE = 60_000

/** A whole world on Telegram, over HTTP: a student, a group with two people in it, and a clock that stands still until it is moved. */
export interface Town {
  isForum: boolean
  api: FakeBotApi
  phone: Phone
  ana: Agent
  luz: Agent
  /** Does something and waits until all that came of it was delivered. */
  after<T>(deed: () => T): Promise<T>
  /** Moves the clock and lets everything that fell due happen. */
  passes(minutes: number): Promise<void>
  /** The card of the newest case, as it stands. */
  card(): Shown
  /** Where an agent writes to answer that case: in its topic, or quoting its card. */
  spot(): Spot
  /** An agent presses a button, of the card unless told; the word they get back. */
  presses(who: Agent, label: string, message?: number): Promise<string>
  answers(who: Agent, text: string): Promise<number>
  /** The newest message of the group that fits. */
  inGroup(pattern: RegExp): Shown
  /** What the group was told, cards apart, since it was last asked. */
  news(): string[]
  /** What the student was told since they were last asked. */
  told(): string[]
}

/** The clock stands still for turns; what is asked of the network lasts as long as it lasts. */
async function startServices(api: FakeBotApi, clock: SimulatedClock): Promise<World> {
  const { texts, ...words } = loadWords()
  const helpdesk = chatId('telegram', GROUP)
  // The pace of a group has tests of its own.
  const channel = channelOn(api, { desk: () => helpdesk, clock, commands: menus(texts), groupPace: 1000 })
  const store = sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  const seal = createSeal(parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`), Buffer.alloc(32, 9))
  const world = await startWorld({ store, seal, clock, log: quietLog, channels: [channel], texts, helpdesk, ...words })
  await channel.start(world.receive, world.report(channel.name))
  onTestFinished(async () => {
    await channel.stop()
    await world.stop()
    await store.close()
  })
  return world
}

export async function openTown(isForum: boolean): Promise<Town> {
  const clock = stoppedClock(START)
  const api = await openFake(clock.now)
  if (isForum) api.forum(GROUP)
  const world = await startServices(api, clock)

  async function after<T>(deed: () => T): Promise<T> {
    const done = deed()
    await api.heard()
    await world.settled()
    return done
  }

  const card = () => newest(api.shown(GROUP), isCard, 'card')
  const spot = () => spotOf(card())
  return {
    isForum,
    api,
    phone: api.student(STUDENT),
    ana: api.agent(GROUP, ANA, 'Ana'),
    luz: api.agent(GROUP, LUZ, 'Luz'),
    after,
    passes: (minutes) =>
      after(() => {
        clock.moveTo(clock.now() + minutes * MINUTE)
        world.nudge()
      }),
    card,
    spot,
    async presses(who, label, message = card().id) {
      const press = await after(() => who.presses(label, message))
      return api.toasts.find((toast) => toast.press === press)?.text ?? ''
    },
    answers: (who, text) => after(() => who.says(text, spot())),
    inGroup: (pattern) => newest(api.shown(GROUP), ({ text }) => pattern.test(text), String(pattern)),
    news: sinceLast(api, GROUP),
    told: sinceLast(api, STUDENT),
  }
}

export function spotOf({ thread, id }: Shown): Spot {
  return thread === null ? { quotes: id } : { thread }
}

/** A card's first line is its title: its code and why it is there, in bold. */
export function isCard({ text, entities }: Shown): boolean {
  const title = text.split('\n')[0] ?? ''
  const isTitle = /^#[A-Z0-9]{4}-[A-Z0-9]{4} · /.test(title)
  return isTitle && entities.some((mark) => mark.type === 'bold' && mark.offset === 0 && mark.length === title.length)
}

function newest(shown: readonly Shown[], fits: (one: Shown) => boolean, what: string): Shown {
  const found = shown.findLast(fits)
  if (!found) throw new Error(`no ${what} among:\n${shown.map(({ text }) => text).join('\n---\n')}`)
  return found
}

/** Cards are edited in place; whatever else is new is told once. */
function sinceLast(api: FakeBotApi, chat: number): () => string[] {
  const seen = new Set<number>()
  return () => {
    const fresh = api.shown(chat).filter((one) => !seen.has(one.id) && !isCard(one))
    for (const { id } of fresh) seen.add(id)
    return fresh.map(({ text, kind }) => (kind === 'text' ? text : `{${kind}} ${text}`.trim()))
  }
}

/** From nothing to a card in the group; with an id that the desk may ask to see. What both sides were told is over and done with. */
export async function openCase(town: Town, deadline?: string): Promise<string> {
  const { phone, after } = town
  await after(() => phone.says('quiero hablar con una persona'))
  await after(() => phone.presses('Navojoa'))
  await after(() => phone.says('198765'))
  await after(() => (deadline === undefined ? phone.presses('No tengo fecha') : phone.says(deadline)))
  return opened(town)
}

/** The same, taken by Ana. */
export async function takenCase(town: Town, deadline?: string): Promise<string> {
  const code = await openCase(town, deadline)
  await town.presses(town.ana, 'Tomar')
  opened(town)
  return code
}

/** A student who gave all their numbers, and whose case is about an error that names one. */
export async function openCaseWithNumbers(town: Town): Promise<string> {
  const { phone, after } = town
  const steps: (() => unknown)[] = [
    () => phone.says('hola'),
    () => phone.presses('No he empezado'),
    () => phone.presses('Empezar'),
    () => phone.says('1'),
    () => phone.presses('Sí, guárdalos'),
    () => phone.says(CURP),
    () => phone.presses('Sí, soy yo'),
    () => phone.says(NSS),
    () => phone.presses('Me marcó error'),
    () => phone.says(`no existe el alumno ${NSS}`),
    () => phone.presses('Náinari (Obregón)'),
    () => phone.says('198765'),
    () => phone.presses('No tengo fecha'),
  ]
  for (const step of steps) await after(step)
  return opened(town)
}

export const NSS = '24220400014'
export const CURP = 'GOXA040229MSRMXNA6'

function opened(town: Town): string {
  town.told()
  town.news()
  return codeOf(town.card())
}

export function codeOf({ text }: Shown): string {
  return /^#([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(text)?.[1] ?? ''
}

export function labelsOf({ buttons }: Shown): string[] {
  return buttons.map(({ text }) => text)
}

/** The second line of a card: how the case stands. */
export function stateOf({ text }: Shown): string {
  return text.split('\n')[1] ?? ''
}

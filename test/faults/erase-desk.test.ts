/** RELIABILITY F41 at the desk: a student erases everything while things about them are on their way to the group, or from it. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { stoppedClock } from '../../src/clock.ts'
import { type ChatId, DESK } from '../../src/ids.ts'
import type { Store } from '../../src/stores/store.ts'
import { loadWords } from '../words.ts'
import { type HeldNetwork, heldNetwork } from './held-network.ts'
import { eachStore, givenRedis } from './on-redis.ts'
import { AGENT, DESK_GROUP, type Delivered, seal, startTown, student, type Town } from './town.ts'

const START = Date.UTC(2026, 10, 23, 17)
const words = loadWords()
const ANA = student('ana')
const STUDENT_ID = '00000123456'
const SECRET = 'mi asunto es muy mio'
const stores = eachStore(givenRedis())

interface Held extends HeldNetwork {
  town: Town
  store: Store
  code: string
  card: Delivered
}

/** Ana's case is Ana's of the desk, who has answered once; she answered back. */
async function served(store: Store, hasTopics: boolean): Promise<Held> {
  const net = heldNetwork(hasTopics)
  const town = await startTown({ store, clock: stoppedClock(START), flows: words.flows, words, deliver: net.deliver })
  onTestFinished(() => town.stop())
  const settled = () => town.world.settled()
  await town.says('ana', 'quiero hablar con una persona')
  await settled()
  await press(town, ANA, 'nainari')
  await town.says('ana', STUDENT_ID)
  await settled()
  await press(town, ANA, 'none')
  const card = await town.sees(({ to, text }) => to === DESK_GROUP && text.includes('Pidió una persona'))
  await town.agentSays('Hola, ¿qué pasó?', card)
  await settled()
  await town.says('ana', SECRET)
  await settled()
  return { town, store, card, code: card.text.slice(1, 10), ...net }
}

async function press(town: Town, chat: ChatId, choice: string): Promise<void> {
  const shown = town.delivered.findLast(
    ({ to, message }) => to === chat && 'choices' in message && message.choices.some(({ id }) => id === choice),
  )
  if (!shown || !('question' in shown.message)) throw new Error(`nothing offers ${choice}`)
  const content = { kind: 'press' as const, question: shown.message.question, choice }
  await (chat === DESK_GROUP ? town.agentDoes(content, { press: choice }) : town.says('ana', content))
  await town.world.settled()
}

/** Says it and does not wait for what comes of it in the group. */
async function erases({ town }: Held): Promise<void> {
  const before = town.screen('ana').length
  await town.says('ana', 'borrar mis datos')
  await town.sees(({ to }) => to === ANA, before + 1)
  await town.says('ana', 'sí')
  await town.sees(({ to, text }) => to === ANA && /borré todo/.test(text))
}

/** Nothing about her is left to be read or found, but that she erased it. */
async function leavesNothing({ town, store, stands, code }: Held): Promise<void> {
  await town.world.settled()
  const left = stands(DESK_GROUP).filter(({ text }) => !/borró sus datos|ese caso ya no existe/.test(text))
  expect(left.filter(({ text }) => text.includes(SECRET) || text.includes(code))).toEqual([])
  const key = seal.chatKey(DESK)
  const desk = seal.open('session', key, (await store.peek(key)) ?? '')
  expect(desk).not.toContain(ANA)
  expect(await store.peek(seal.chatKey(ANA))).toBeNull()
}

describe.each(stores)('on %s', (_, open) => {
  describe.each([
    ['a plain group', false],
    ['a group with topics', true],
  ])('in %s', (_, hasTopics) => {
    test('while her words are on their way to it', async () => {
      const all = await served(open(), hasTopics)
      all.hold(DESK_GROUP)
      await all.town.says('ana', `${SECRET} otra vez`)
      await all.waiting(1)
      await all.town.says('ana', { kind: 'voice', caption: SECRET })
      await erases(all)
      all.letThrough()
      await leavesNothing(all)
      const said = all.stands(DESK_GROUP).find(({ text }) => /borró sus datos/.test(text))
      // What an agent wrote nobody else can delete; a topic takes it with it.
      expect(said?.text).toMatch(hasTopics ? /Caso cerrado\.$/ : /1 mensaje/)
    })

    test('while her card is being edited, and an agent answers a moment too late', async () => {
      const all = await served(open(), hasTopics)
      all.hold(DESK_GROUP)
      const answering = press(all.town, DESK_GROUP, 'wait')
      await all.waiting(1)
      await erases(all)
      const screen = all.town.screen('ana').length
      await all.town.agentDoes({ kind: 'text', text: 'tarde' }, { quotes: { ...all.card, own: true } })
      all.letThrough()
      await answering
      await leavesNothing(all)
      expect(all.town.screen('ana')).toHaveLength(screen)
    })

    test('while her first card is on its way', async () => {
      const net = heldNetwork(hasTopics)
      const store = open()
      const town = await startTown({
        store,
        clock: stoppedClock(START),
        flows: words.flows,
        words,
        deliver: net.deliver,
      })
      onTestFinished(() => town.stop())
      await town.says('ana', SECRET)
      await town.says('ana', 'quiero hablar con una persona')
      await town.world.settled()
      for (const choice of ['nainari', 'skip']) await press(town, ANA, choice)
      net.hold(DESK_GROUP)
      const filing = press(town, ANA, 'none')
      await net.waiting(1)
      const told = await town.sees(({ to, text }) => to === ANA && /Te abrí el caso/.test(text))
      const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(told.text)?.[0] ?? ''
      const all: Held = { town, store, code, card: told, ...net }
      await erases(all)
      net.letThrough()
      await filing
      await leavesNothing(all)
    })
  })

  test('while her numbers are on their way to an agent: they are taken away as they arrive', async () => {
    const all = await served(open(), false)
    const { town } = all
    all.hold(AGENT.chat)
    const asking = press(town, DESK_GROUP, 'reveal')
    await all.waiting(1)
    await erases(all)
    all.letThrough()
    await asking
    await leavesNothing(all)
    expect(town.delivered.some(({ to, text }) => to === AGENT.chat && text.includes(STUDENT_ID))).toBe(true)
    expect(all.stands(AGENT.chat)).toEqual([])
  })
})

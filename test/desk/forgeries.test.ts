/** RELIABILITY A20: presses that are forged or repeated change nothing at the desk, and no student hears of them. */
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { type ChatId, chatId } from '../../src/ids.ts'
import type { Update } from '../../src/update.ts'
import { agentOf, type Conversation, DESK_GROUP, startConversation } from '../conversation.ts'
import {
  choicesOf,
  inGroup,
  keptDesk,
  OPEN,
  opensCase,
  pressOf,
  questionOf,
  studentNo,
  wordsOf,
} from './at-the-desk.ts'

type Press = Pick<Update, 'chat' | 'audience' | 'sender' | 'carried' | 'content'>
type Button = { question: number; choice: string }

const FORGERIES = 10_000
const AT_ONCE = 25
const MINUTE = 60_000
const STUDENTS = [1, 2, 3, 4, 5, 6, 7].map(studentNo)

/** A desk in the middle of its day: cases in every state, answers sent and taken back, a notice, an answer to several. */
async function busyDesk(): Promise<Conversation> {
  const talk = await startConversation({ start: OPEN - 3 * 60 * MINUTE })
  onTestFinished(talk.close)
  const codes: string[] = []
  for (const chat of STUDENTS) codes.push(await opensCase(talk, chat))
  await talk.moveTo(OPEN)
  const [waiting = '', referred = '', resolving = '', resolved = '', answered = ''] = codes
  const does = async (code: string, ...choices: string[]) => {
    for (const choice of choices)
      await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, choice, code), { press: `p${talk.delivered.length}` })
  }
  await does(waiting, 'take', 'wait')
  await does(referred, 'take', 'refer', 'r-navojoa')
  await does(resolved, 'take', 'resolve', 'o-active')
  await talk.moveTo(OPEN + 2 * MINUTE)
  await does(answered, 'answer', 'c-looking', 'withdraw')
  await toSeveral(talk)
  await talk.agentDoes('Ana', { kind: 'text', text: '/aviso cia Hoy no abre' })
  await does(resolving, 'take', 'resolve', 'o-not-eligible', 'undo', 'release', 'take', 'resolve', 'o-other', 's-stay')
  return talk
}

/** "Responder a todos", and the words for all. */
async function toSeveral(talk: Conversation): Promise<void> {
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'all'), { press: 'all' })
  const prompt = inGroup(talk, 'desk-prompt-all').at(-1)
  if (!prompt) throw new Error('no words were asked for')
  const quotes = { ref: prompt.ref, text: wordsOf(prompt.message), own: true }
  await talk.agentDoes('Ana', { kind: 'text', text: 'Ya lo vemos' }, { quotes })
}

/** Every button there ever was in the group, and whether it still does something for somebody of the desk. */
async function buttonsOf(talk: Conversation): Promise<{ all: Button[]; old: Button[] }> {
  const { cases, incidents, bulk } = await keptDesk(talk)
  const current = new Set([
    ...Object.values(cases).map(({ question }) => question),
    ...Object.values(cases).flatMap(({ refs }) => refs.flatMap(({ as, of }) => (as === 'sent' ? numberIn(of) : []))),
    ...Object.values(incidents).map(({ question }) => question),
    ...Object.keys(bulk).map((name) => Number(name.slice(1))),
  ])
  const all = talk.delivered
    .filter(({ to }) => to === DESK_GROUP)
    .flatMap(({ message }) => choicesOf(message).map((choice) => ({ question: questionOf(message), choice })))
  return { all, old: all.filter(({ question }) => !current.has(question)) }
}

/** "3.4711": of the third answer. */
function numberIn(of: string): number {
  return Number(of.split('.')[1])
}

/** Everybody who is not of the desk at this moment, or cannot be told to be. */
const outsiders: Partial<Update>[] = [
  { sender: agentOf('Exmiembro') },
  { sender: { ...agentOf('Ana'), anonymous: true } },
  { sender: { id: '1087968824', name: 'Group', anonymous: true } },
  { sender: agentOf('Desconocido') },
  { sender: agentOf('Ana'), carried: true },
  {},
]

function of({ question, choice }: Button, more: Partial<Update>): Press {
  return { chat: DESK_GROUP, audience: 'group', content: { kind: 'press', question, choice }, ...more }
}

function forgeries(
  { all, old }: Awaited<ReturnType<typeof buttonsOf>>,
  current: readonly number[],
): fc.Arbitrary<Press> {
  const names = [...new Set(all.map(({ choice }) => choice))]
  const choice = fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[a-z0-9-]{1,50}$/))
  const member = fc.constantFrom('Ana', 'Luz', 'Nueva').map((name) => ({ sender: agentOf(name) }))
  const guessed = fc.record({
    question: fc.oneof(fc.constantFrom(0, -1, 1, Number.MAX_SAFE_INTEGER), fc.maxSafeInteger()),
    choice,
  })
  const replayed = fc.constantFrom(...old)
  const mixed = fc.record({ question: fc.constantFrom(...old.map(({ question }) => question)), choice })
  // Under a number that is right now, what was never offered under it.
  const offered = new Set(all.map((one) => `${one.question} ${one.choice}`))
  const invented = fc
    .record({ question: fc.constantFrom(...current), choice })
    .filter((one) => !offered.has(`${one.question} ${one.choice}`))
  const anything = fc.oneof(fc.constantFrom(...all), guessed, mixed, invented)
  const elsewhere = fc.constantFrom<Partial<Update>>(
    { chat: chatId('test', 'other-group') },
    { chat: chatId('test', 'ana'), audience: 'student' },
    { chat: chatId('test', 'beto'), audience: 'student' },
  )
  return fc.oneof(
    fc.tuple(fc.oneof(guessed, replayed, mixed, invented), member).map(([button, by]) => of(button, by)),
    fc.tuple(anything, fc.constantFrom(...outsiders)).map(([button, by]) => of(button, by)),
    fc.tuple(anything, member, elsewhere).map(([button, by, there]) => of(button, { ...by, ...there })),
  )
}

test(`of ${FORGERIES} forged or repeated presses none does anything`, async () => {
  const talk = await busyDesk()
  talk.network.left = new Set(['exmiembro', 'desconocido'])
  const buttons = await buttonsOf(talk)
  for (const choice of ['withdraw', 'undo', 'take', 'o-active', 'all', 'over'])
    expect(buttons.all.map((one) => one.choice)).toContain(choice)
  const before = await withoutAgents(talk)
  const current = [...new Set(Object.values(before.cases).map(({ question }) => question))]
  const shown = talk.delivered.length
  let count = 0
  const batch = fc.array(forgeries(buttons, current), { minLength: AT_ONCE, maxLength: AT_ONCE })
  await fc.assert(
    fc.asyncProperty(batch, async (all) => {
      count += all.length
      await talk.receive(...all.map((one, index) => ({ ...one, press: `forged ${count} ${index}` })))
      expect(await withoutAgents(talk)).toEqual(before)
    }),
    { numRuns: FORGERIES / AT_ONCE, endOnFailure: true },
  )
  expect(count).toBe(FORGERIES)
  const after = talk.delivered.slice(shown)
  expect(after.filter(({ to }) => STUDENTS.includes(to))).toEqual([])
  // Who pressed hears that it is no use; nothing is written into the group.
  expect([...new Set(after.filter(isOfDesk).map(({ message }) => message.type))]).toEqual(['toast'])
  expect(keysOf(after)).toEqual(
    expect.arrayContaining(['toast-stale', 'toast-late', 'toast-anonymous', 'toast-stranger', 'toast-carried']),
  )
}, 120_000)

function isOfDesk({ to }: { to: ChatId }): boolean {
  return to === DESK_GROUP
}

function keysOf(delivered: Conversation['delivered']): string[] {
  return [...new Set(delivered.filter(isOfDesk).flatMap(({ message }) => ('key' in message ? [message.key] : [])))]
}

/** What is kept of the desk, but for when agents were seen last. */
async function withoutAgents(talk: Conversation) {
  const { agents: _agents, ...rest } = await keptDesk(talk)
  return rest
}

test('a button that did what it does does it once: the second press of the same is nothing', async () => {
  const talk = await busyDesk()
  const pressed = (choice: string) => pressOf(talk, DESK_GROUP, choice)
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'answer'), { press: 'a' })
  await talk.agentDoes('Ana', pressed('c-looking'), { press: 'b' })
  const withdraw = pressed('withdraw')
  await talk.agentDoes('Ana', withdraw, { press: 'c' })
  const before = await withoutAgents(talk)
  const shown = talk.delivered.length
  await talk.agentDoes('Ana', withdraw, { press: 'd' })
  expect(await withoutAgents(talk)).toEqual(before)
  expect(talk.delivered.slice(shown).map(({ message }) => ('key' in message ? message.key : message.type))).toEqual([
    'toast-stale',
  ])
})

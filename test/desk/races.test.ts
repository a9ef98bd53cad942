/** Two agents reach for the same case at the same time: one has it, the other is told who, the student is told once. */
import { expect, onTestFinished, test } from 'vitest'
import type { ChatId } from '../../src/ids.ts'
import type { Content } from '../../src/update.ts'
import { agentOf, type Conversation, DESK_GROUP, startConversation } from '../conversation.ts'
import { inGroup, keptDesk, OPEN, opensCase, pressOf, studentNo, wordsOf } from './at-the-desk.ts'

const RACES = 1000
/** So many at a time, each time at a desk of its own: a thousand cases at once are no desk of anybody's. */
const AT_ONE_DESK = 50

interface Race {
  chat: ChatId
  code: string
  take: Content
}

test(`in ${RACES} races one of two agents gets the case`, async () => {
  const results: string[] = []
  while (results.length < RACES) results.push(...(await racesAtOneDesk()))
  expect(results).toHaveLength(RACES)
  expect(results.filter((result) => result !== 'fair')).toEqual([])
}, 300_000)

async function racesAtOneDesk(): Promise<string[]> {
  const talk = await startConversation({ start: OPEN })
  onTestFinished(talk.close)
  const races: Race[] = []
  for (let n = 0; n < AT_ONE_DESK; n += 1) {
    const chat = studentNo(n)
    const code = await opensCase(talk, chat)
    races.push({ chat, code, take: pressOf(talk, DESK_GROUP, 'take', code) })
  }
  // Each race by itself, and then several at once.
  const alone = races.slice(0, AT_ONE_DESK / 2)
  for (const race of alone) await talk.receive(...bothPress(race))
  await talk.receive(...races.slice(AT_ONE_DESK / 2).flatMap(bothPress))
  const { cases } = await keptDesk(talk)
  return races.map((race) => judged(talk, race, cases[race.code]?.life.holder ?? null))
}

function bothPress({ code, take }: Race) {
  const both = ['Ana', 'Luz'].map((name) => ({
    chat: DESK_GROUP,
    audience: 'group' as const,
    sender: agentOf(name),
    press: `${code} ${name}`,
    content: take,
  }))
  // Whoever is first by the network is not always the same.
  return code < 'G' ? both : both.reverse()
}

/** "fair", or what was not. */
function judged(talk: Conversation, { chat, code }: Race, holder: string | null): string {
  const toasts = talk.delivered.flatMap(({ message }) =>
    message.type === 'toast' && message.press.startsWith(code) ? [message] : [],
  )
  const winner = holder === 'ana' ? 'Ana' : 'Luz'
  const won = toasts.filter(({ press, key }) => press === `${code} ${winner}` && key === 'toast-taken')
  const lost = toasts.filter(({ press, text }) => press !== `${code} ${winner}` && text.includes(winner))
  const told = talk.delivered.filter(
    ({ to, message }) => to === chat && message.type === 'say' && message.key === 'ticket-taken',
  )
  const cards = inGroup(talk, 'card').filter(({ message }) => wordsOf(message).includes(`#${code}`))
  const isShown = wordsOf(cards.at(-1)?.message ?? { type: 'delete', ref: '' }).includes(`Lo tiene ${winner}`)
  if (holder === null) return `${code}: nobody has it`
  if (toasts.length !== 2 || won.length !== 1 || lost.length !== 1) return `${code}: ${JSON.stringify(toasts)}`
  if (told.length !== 1) return `${code}: the student was told ${told.length} times`
  return isShown ? 'fair' : `${code}: the card does not show who has it`
}

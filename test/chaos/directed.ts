/** Kills at one point of a turn, again and again, over the same data. */

import { quietPort } from '../quiet-port.ts'
import { createCrowd } from './crowd.ts'
import { before } from './deadline.ts'
import { readKept } from './kept.ts'
import { type Life, startLife } from './life.ts'
import { DESK_GROUP } from './names.ts'
import { type Moment, type Network, type Sent, startNetwork } from './network.ts'
import { codeOf, judge, nameOf, type Verdict } from './oracle.ts'
import { openPlace } from './places.ts'
import { atNetwork, type Failure, type Point } from './points.ts'
import type { Random } from './random.ts'

export interface Directed {
  program: string
  /** Killed at one after the other, and again from the first. */
  points: readonly Point[]
  store: 'sqlite' | 'redis'
  kills: number
  random: Random
  /** A kill has happened. */
  onKill(): void
}

export interface Outcome extends Verdict {
  points: readonly Point[]
  store: 'sqlite' | 'redis'
  kills: number
  /** Answers of the desk that reached nobody, or the wrong student. */
  misrouted: number
  /** Those of them that quoted a card of which only the code on it can tell whose it is. */
  orphans: number
}

const CHATS = [5, 6, 7] as const
/** Two waiting messages make turns of one and of two. */
const AHEAD = 2
/** Kills come at one of the first so many times the point is reached. */
const MOST_HITS = 3
const PATIENCE = 30_000

const moments: Partial<Record<Point, Moment>> = {
  T0: 'updates handed over',
  T3: 'updates confirmed',
  T10: 'message to a student carried out',
}

export async function killAt(options: Directed): Promise<Outcome> {
  const { program, points, random } = options
  const network = await startNetwork()
  const place = await openPlace(options.store)
  const port = await quietPort()
  const crowd = createCrowd(network, { chats: CHATS, ahead: AHEAD, say: network.says })
  const window = new Map<string, number>()
  let newcomers = 0
  const start = (failure: Failure | null, webhookPort: number | null): Life =>
    startLife(program, {
      place: place.order,
      apiRoot: network.root,
      webhookPort,
      failure,
      loseEvery: 0,
      oneByOne: true,
    })

  /** Until the process has ended as it should. */
  async function kill(index: number): Promise<void> {
    const point = points[index % points.length]
    if (point === undefined) throw new Error('no point to kill at')
    // A card is made once, so somebody new needs one, and its killing is the first there is.
    const failure = { point, hit: point === 'T15' ? 1 : 1 + random(MOST_HITS), posted: postedCards(network) }
    // What a request is told apart by differs between polling and webhook, so these points are met in both.
    const byWebhook = ['T0', 'T1', 'T2', 'T3'].includes(point) && index % 2 === 1
    const fromNetwork = atNetwork.includes(point) && !byWebhook
    const life = start(fromNetwork ? null : failure, byWebhook ? port : null)
    if (fromNetwork) watchFor(network, life, failure)
    if (point === 'T15') {
      // All would be in each other's way.
      crowd.hush()
      crowd.join(CHATS.length + CHATS[0] + newcomers++)
    } else crowd.talk()
    const how = await before(PATIENCE, life.ended, `${point} was never reached`)
    network.watch(null)
    if (how !== 'SIGKILL') throw new Error(`the process ended by itself: ${how}`)
    for (const name of life.inWindow()) window.set(name, (window.get(name) ?? 0) + 1)
    options.onKill()
  }

  /** Every student has a case before the first kill. */
  async function begin(): Promise<void> {
    const life = start(null, null)
    crowd.talk()
    await before(PATIENCE, crowd.settledIn(), 'the students were never answered')
    crowd.hush()
    await before(PATIENCE, crowd.answered(), 'the students were never answered')
    await life.settled()
    life.signal('SIGKILL')
    await life.ended
  }

  /** Lets it finish what there is. */
  async function finish(): Promise<Pick<Outcome, 'misrouted' | 'orphans'>> {
    const life = start(null, null)
    crowd.hush()
    await before(PATIENCE, crowd.answered(), '').catch(() => undefined)
    const answered = await deskAnswers(network, [...crowd.said.keys()])
    await life.settled()
    life.signal('SIGKILL')
    await life.ended
    return answered
  }

  try {
    await begin()
    for (let index = 0; index < options.kills; index += 1) await kill(index)
    const answered = await finish()
    const kept = await readKept(place.order, crowd.said.keys())
    const stands = network.stands(DESK_GROUP)
    const verdict = judge({ said: crowd.said, kept, ledger: network.ledger, stands, window, desk: DESK_GROUP })
    return { ...verdict, points, store: options.store, kills: options.kills, ...answered }
  } finally {
    await network.close()
    await place.close()
  }
}

function watchFor(network: Network, life: Life, { point, hit }: Failure): void {
  let left = hit
  network.watch((moment) => {
    if (moment !== moments[point]) return false
    left -= 1
    if (left > 0) return false
    life.signal('SIGKILL')
    return true
  })
}

/** An agent answers the oldest copy of the card of each student, also one whose id was never kept; whoever does not hear it was missed. */
async function deskAnswers(
  network: Network,
  chats: readonly number[],
): Promise<Pick<Outcome, 'misrouted' | 'orphans'>> {
  const isAnswerTo = (chat: number, text: string): boolean => text === `desk-reply ${nameOf(chat, 'hola')}`
  const isThere = (chat: number): boolean =>
    network.ledger.some((sent) => sent.chat === chat && isAnswerTo(chat, sent.text))
  let orphans = 0
  for (const chat of chats) {
    const [card, copy] = cardsOf(network, chat)
    // Of two the second is the one that was heard of: it is edited from then on.
    if (copy) orphans += 1
    if (card) network.agentSays(nameOf(chat, 'hola'), card)
  }
  const all = async (): Promise<void> => {
    while (!chats.every(isThere)) await network.moved()
  }
  await before(PATIENCE, all(), '').catch(() => undefined)
  const wrong = network.ledger.filter(({ chat, text }) => text.startsWith('desk-reply ') && !isAnswerTo(chat, text))
  return { misrouted: chats.filter((chat) => !isThere(chat)).length + wrong.length, orphans }
}

function postedCards({ ledger }: Network): string[] {
  return ledger.filter(({ chat, text }) => chat === DESK_GROUP && /^#\S+ card /.test(text)).map(({ text }) => text)
}

/** Every copy of a student's card, oldest first. */
function cardsOf(network: Network, chat: number): readonly Sent[] {
  const code = codeOf(chat, network.ledger)
  return network.ledger.filter((sent) => sent.chat === DESK_GROUP && sent.text.startsWith(`${code} card `))
}

/** F38: SIGKILL around the receipt of a message, and while the answer goes out. */
import type { FakeWhatsApp } from '../../channels/whatsapp/fake-whatsapp.ts'
import { before } from '../deadline.ts'
import type { Place } from '../open-store.ts'
import type { Random } from '../random.ts'
import type { Life } from './life.ts'
import type { Verdict } from './oracle.ts'
import { openStage, type Stage } from './stage.ts'

export interface Kills {
  program: string
  store: Place['kind']
  kills: number
  random: Random
  onKill(): void
}

export interface Killed extends Verdict {
  /** By when they came, see `moments`. */
  kills: Record<Moment, number>
}

/** When a process is killed: so many ms after what is described, at most. */
export const moments = {
  written: { after: 40, what: 'a message was written to the bot: before its receipt, or just behind' },
  receipt: { after: 0, what: 'the very moment its receipt came' },
  behind: { after: 50, what: 'its receipt came: while it is posted, answered, sent' },
  sent: { after: 8, what: 'an answer came to the server: the ratchet of the sender may not be kept yet' },
  member: { after: 40, what: 'somebody on a new phone wrote to the group: the sender key and the message it is for' },
} as const
export type Moment = keyof typeof moments
const names: readonly Moment[] = ['written', 'receipt', 'behind', 'sent', 'member']

/** Kills come at one of the first so many times something happens: not all while the line opens. */
const MOST_HITS = 6
const PATIENCE = 60_000

export async function killAround({ program, store, kills, random, onKill }: Kills): Promise<Killed> {
  const stage = await openStage(program, store)
  const counts: Killed['kills'] = { written: 0, receipt: 0, behind: 0, sent: 0, member: 0 }
  try {
    let life = stage.next()
    await stage.crowd.openCase()
    stage.crowd.talk()
    for (let index = 0; index < kills; index += 1) {
      const moment = names[index % names.length] ?? 'written'
      await before(PATIENCE, killAt(stage, life, moment, random), `"${moment}" never came`)
      counts[moment] += 1
      onKill()
      life = stage.next()
    }
    return { ...(await stage.finish(life)), kills: counts }
  } catch (error) {
    if (process.env.CHAOS_LOG !== undefined) {
      for (const { phone, said, pattern } of stage.crowd.expected())
        console.error(
          said.slice(-4),
          phone
            .screen()
            .map(({ text }) => text)
            .filter((text) => pattern.test(text))
            .slice(-4),
        )
      console.error(
        stage.server.waiting(),
        stage.server.sent.slice(-8),
        stage.server.acks.slice(-8),
        stage.server.logins(),
      )
    }
    throw error
  } finally {
    await stage.close()
  }
}

async function killAt(stage: Stage, life: Life, moment: Moment, random: Random): Promise<void> {
  await life.says('linked')
  const came = times(stage.server, moment, 1 + random(MOST_HITS))
  if (moment === 'member') stage.crowd.reply()
  await came
  const ms = random(moments[moment].after + 1)
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
  life.signal('SIGKILL')
  const how = await life.ended
  if (how !== 'SIGKILL') throw new Error(`the process ended by itself: ${how}`)
}

/** Resolves when it has happened so many times; in a group the first time counts, which is the one that brings the key. */
function times(server: FakeWhatsApp, moment: Moment, hits: number): Promise<void> {
  return new Promise((resolve) => {
    let left = moment === 'member' ? 1 : hits
    const happened = (): void => {
      left -= 1
      if (left > 0) return
      stop()
      resolve()
    }
    const stop = listen(server, moment, happened)
  })
}

function listen(server: FakeWhatsApp, moment: Moment, happened: () => void): () => void {
  switch (moment) {
    case 'written':
      return server.onWritten(({ tag }) => tag === 'message' && happened())
    case 'member':
      return server.onWritten(({ tag, attrs }) => tag === 'message' && attrs.participant && happened())
    case 'receipt':
    case 'behind':
      return server.onReceipt(({ type }) => (type === undefined || type === 'inactive') && happened())
    case 'sent':
      return server.onSent(happened)
  }
}

/** F37: the line closes in all the ways it may, under one process that lives on. */
import type { CloseCode } from '../../channels/whatsapp/fake-door.ts'
import type { FakeWhatsApp } from '../../channels/whatsapp/fake-whatsapp.ts'
import { before } from '../deadline.ts'
import type { Place } from '../open-store.ts'
import type { Random } from '../random.ts'
import type { Verdict } from './oracle.ts'
import { openStage } from './stage.ts'

export interface Reconnects {
  program: string
  store: Place['kind']
  times: number
  random: Random
  onClose(): void
}

export interface Reconnected extends Verdict {
  logins: number
}

type Way = 'cable' | 'offline' | 'stall' | CloseCode
export const ways: readonly Way[] = ['cable', 428, 408, 500, 503, 515, 'offline', 'stall']

const PATIENCE = 60_000
/** Messages before the next close, and how long the server is away or deaf, at most. */
const MOST_WRITTEN = 4
const AWAY = 300
/** Logins beyond the ones that are needed: a close while the line opens closes it twice. */
const SPARE = 10

export async function reconnect({ program, store, times, random, onClose }: Reconnects): Promise<Reconnected> {
  const stage = await openStage(program, store)
  const { server, crowd } = stage
  try {
    const life = stage.next()
    await life.says('linked')
    await crowd.openCase()
    crowd.talk()
    for (let index = 0; index < times; index += 1) {
      await before(PATIENCE, receipts(server, 1 + random(MOST_WRITTEN)), 'the line never came back')
      if (index % 3 === 0) crowd.reply()
      const logins = server.logins()
      await close(server, ways[index % ways.length] ?? 'cable', random(AWAY))
      await before(
        PATIENCE,
        server.until(() => server.logins() > logins),
        'the line never came back',
      )
      onClose()
    }
    const verdict = await stage.finish(life)
    const logins = server.logins()
    if (logins > times + 1 + SPARE) verdict.details.push(`${logins} logins for ${times} closes`)
    return { ...verdict, logins }
  } finally {
    await stage.close()
  }
}

async function close(server: FakeWhatsApp, way: Way, ms: number): Promise<void> {
  const pause = () => new Promise((resolve) => setTimeout(resolve, ms))
  if (typeof way === 'number') return server.close(way)
  if (way === 'offline') {
    server.offline(true)
    await pause()
    return server.offline(false)
  }
  if (way === 'stall') {
    server.stall(true)
    await pause()
    server.stall(false)
  }
  server.drop()
}

function receipts(server: FakeWhatsApp, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count
    const stop = server.onReceipt(() => {
      left -= 1
      if (left > 0) return
      stop()
      resolve()
    })
  })
}

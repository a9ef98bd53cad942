/** A fake WhatsApp, a store and people, for one process of the bot after the other. */
import { BufferJSON } from '@whiskeysockets/baileys'
import { fencedVaultOf } from '../../../src/vault.ts'
import { muteLibsignal } from '../../channels/whatsapp/fake-quiet.ts'
import { type FakeWhatsApp, startFakeWhatsApp } from '../../channels/whatsapp/fake-whatsapp.ts'
import type { RedisServer } from '../../redis.ts'
import { quietLog } from '../../words.ts'
import { before } from '../deadline.ts'
import { openStore, type Place, seal } from '../open-store.ts'
import { openPlace } from '../places.ts'
import { type Crowd, createCrowd } from './crowd.ts'
import { type Life, startLife } from './life.ts'
import { judge, type Verdict } from './oracle.ts'

export interface Stage {
  readonly server: FakeWhatsApp
  readonly crowd: Crowd
  /** None of SQLite. */
  readonly redis: RedisServer | undefined
  /** Begins at once; the one after it is loading meanwhile. */
  next(): Life
  /** Lets everything be answered, and judges. */
  finish(life: Life): Promise<Verdict>
  close(): Promise<void>
}

/** Longer than any wait of the bot's here: a message that failed a few times is put off for a minute. */
const PATIENCE = 150_000
const MONTH = 30 * 24 * 60 * 60 * 1000

export async function openStage(program: string, kind: Place['kind']): Promise<Stage> {
  const speakAgain = muteLibsignal()
  const server = await startFakeWhatsApp()
  const place = await openPlace(kind)
  await link(server, place.order)
  const crowd = createCrowd(server)
  const received = new Set<string>()
  server.onReceipt(({ ids, type }) => {
    if (type === undefined || type === 'inactive') for (const id of ids) received.add(id)
  })
  const order = { place: place.order, server: server.address, group: crowd.group.id }
  const lives = new Set<Life>()
  const load = (): Life => {
    const life = startLife(program, order)
    lives.add(life)
    void life.ended.then(() => lives.delete(life))
    return life
  }
  let standby = load()

  return {
    server,
    crowd,
    redis: place.servers[0],
    next() {
      const life = standby
      standby = load()
      life.command('go')
      return life
    },
    async finish(life) {
      crowd.hush()
      await before(PATIENCE, crowd.answered(), '').catch(() => undefined)
      life.command('settle')
      await life.says('settled')
      return judge(crowd.expected(), received)
    },
    async close() {
      crowd.close()
      const all = [...lives]
      for (const life of all) life.signal('SIGKILL')
      await Promise.all(all.map(({ ended }) => ended))
      await server.stop()
      await place.close()
      speakAgain()
    },
  }
}

/** The account as it is a month after linking: a new one may say little on its first day. */
async function link(server: FakeWhatsApp, place: Place): Promise<void> {
  const store = await openStore(place, quietLog)
  const vault = fencedVaultOf({ store, seal: () => seal, log: quietLog, channel: 'whatsapp', fence: null })
  const facts = {
    'account/creds': JSON.stringify(server.register(), BufferJSON.replacer),
    'governor/state': JSON.stringify({ version: 1, linkedAt: Date.now() - MONTH, hours: [], restriction: null }),
  }
  await vault.set(new Map(Object.entries(facts)))
  await store.close()
}

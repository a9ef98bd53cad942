/** RELIABILITY F34, F35: rows that do not open, of the channels beside the linked device. */
import { describe, expect, test } from 'vitest'
import { createShelf } from '../../src/channels/telegram/shelf.ts'
import { createChats } from '../../src/channels/whatsapp-cloud/chats.ts'
import { addressOfNumber } from '../../src/channels/whatsapp-cloud/person.ts'
import { stoppedClock } from '../../src/clock.ts'
import { say } from '../channels/telegram/on-fake.ts'
import { openCloud } from '../channels/whatsapp-cloud/on-graph.ts'
import { quietLog } from '../words.ts'
import { openMemory } from './on-whatsapp.ts'
import { bothKeys, harms, spoil, vaultOn } from './spoilt-rows.ts'

const NUMBER = '5216441234567'
const WRITTEN = { at: 1, ref: 'one', media: null }

describe('the Cloud API', () => {
  const from = (number: string) => ({ number, user: null })

  async function heard() {
    const store = openMemory()
    const chatsBy = (keys?: typeof bothKeys) => createChats(vaultOn(store, quietLog, keys, 'whatsapp-cloud'))
    await chatsBy().heard(NUMBER, from(NUMBER), WRITTEN)
    return {
      store,
      chatsBy,
      spoilt: (harm: (typeof harms)[number]) => spoil(store, [`chat/${NUMBER}`], harm, 'whatsapp-cloud'),
    }
  }

  test('begins a damaged chat anew', async () => {
    const { chatsBy, spoilt } = await heard()
    await spoilt('damaged')
    expect(await chatsBy().find(NUMBER)).toBeNull()
    await chatsBy().heard(NUMBER, from(NUMBER), { ...WRITTEN, ref: 'two' })
    expect(await chatsBy().find(NUMBER)).toMatchObject({ refs: ['two'] })
  })

  test('takes nothing in for a chat whose key is missing, until it is back; the others go on', async () => {
    const { store, chatsBy, spoilt } = await heard()
    const kept = await spoilt('key-missing')
    await expect(chatsBy().heard(NUMBER, from(NUMBER), { ...WRITTEN, ref: 'two' })).rejects.toThrow('does not open')
    await chatsBy().heard('5216441230000', from('5216441230000'), WRITTEN)
    expect(await store.readFacts([...kept.keys()])).toEqual(kept)
    expect(await chatsBy(bothKeys).find(NUMBER)).toMatchObject({ refs: ['one'] })
  })

  test.each(harms)('how far an earlier answer got is %s: the next long one goes out all the same', async (harm) => {
    const store = openMemory()
    const { graph, channel } = await openCloud({ vault: vaultOn(store, quietLog, undefined, 'whatsapp-cloud') })
    await channel.start(async () => {})
    const phone = graph.phone(NUMBER)
    await phone.says('hola')
    const [chat, long] = [`whatsapp-cloud:${addressOfNumber(NUMBER)}` as const, say('palabra '.repeat(900))]
    await channel.deliver(chat, long, 'one')
    const before = phone.screen().length
    await spoil(store, [`progress/${addressOfNumber(NUMBER)}`], harm, 'whatsapp-cloud')
    expect(await channel.deliver(chat, long, 'two')).toMatchObject({ status: 'sent' })
    expect(phone.screen()).toHaveLength(2 * before)
  })
})

test.each(harms)(
  'of the things on Telegram one that is %s is not found; all else is kept and forgotten',
  async (harm) => {
    const store = openMemory()
    const shelf = createShelf({
      vault: vaultOn(store, quietLog, undefined, 'telegram'),
      clock: stoppedClock(0),
      log: quietLog,
    })
    const thing = { thing: 'picture' as const, fileId: 'f', mime: 'image/jpeg', at: 0 }
    for (const ref of ['1', '2']) await shelf.keep('telegram:5', ref, thing)
    await spoil(store, ['media/telegram:5/1'], harm, 'telegram')
    await shelf.keep('telegram:5', '3', thing)
    expect(await shelf.find('telegram:5', '1')).toBeNull()
    expect(await shelf.find('telegram:5', '2')).toEqual(thing)
    await shelf.forget('telegram:5')
    expect(await shelf.find('telegram:5', '3')).toBeNull()
  },
)

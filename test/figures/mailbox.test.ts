import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { FIGURES } from '../../src/ids.ts'
import type { Mail } from '../../src/mail.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { DESK_GROUP, seal, startTown } from '../faults/town.ts'
import { loadWords } from '../words.ts'
import { calendar, F } from './given.ts'

it('what was posted is counted once, and the group sees it as a picture', async () => {
  const clock = systemClock()
  const store = sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  const words = loadWords()
  const town = await startTown({ store, clock, flows: words.flows, words })
  const key = seal.chatKey(FIGURES)
  const post = (id: string, mail: Mail) =>
    store.post(key, { id, body: seal.seal('mail', key, JSON.stringify(mail)) }, clock.now(), false)
  const day = calendar.day(clock.now())
  try {
    for (let n = 0; n < 130; n += 1) await post(`c${n}`, { kind: 'count', chat: FIGURES, day, name: `started:${F}` })
    // The same again changes nothing, as after a crash.
    await post('c5', { kind: 'count', chat: FIGURES, day, name: `started:${F}` })
    await post('ask', { kind: 'figures', chat: FIGURES, period: 'day', form: 'picture', thread: '7' })
    await post('table', { kind: 'figures', chat: FIGURES, period: 'term', form: 'csv' })
    town.world.nudge()
    const picture = await town.sees(({ message }) => message.type === 'picture')
    expect(picture.to).toBe(DESK_GROUP)
    expect(picture.message).toMatchObject({ thread: '7', png: expect.stringMatching(/^iVBORw0KGgo/) })
    const { message } = await town.sees((sent) => sent.message.type === 'file')
    expect(message.type === 'file' && message.text).toContain(',Empezaron,130,estudiantes\r\n')
    await town.world.settled()
    expect(JSON.parse(seal.open('session', key, (await store.peek(key)) ?? '')).days).toEqual({
      [day]: { [`started:${F}`]: 130 },
    })
  } finally {
    await town.stop()
    await store.close()
  }
})

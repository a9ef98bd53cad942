import { describe, expect, it, onTestFinished } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { type SimulatedClock, simulatedClock, systemClock } from '../../../src/clock.ts'
import type { ChatId } from '../../../src/ids.ts'
import { type HeldVault, heldVault } from '../../fenced-vault.ts'
import type { FakeBotApi } from './fake-bot-api.ts'
import { channelOn, inbox, openFake } from './on-fake.ts'

const STUDENT: ChatId = 'telegram:5'
const GROUP: ChatId = 'telegram:-100'
const BYTES = Buffer.from('lo que mandó')
const DAY = 86_400_000

interface Opened {
  api: FakeBotApi
  vault: HeldVault
  channel: Channel
  clock: SimulatedClock
  box: ReturnType<typeof inbox>
}

async function listening(): Promise<Opened> {
  const clock = simulatedClock(systemClock())
  const api = await openFake(clock.now)
  const vault = heldVault()
  const channel = channelOn(api, { vault, clock: { ...clock, monotonic: clock.now } })
  const box = inbox()
  await channel.start(box.receive)
  return { api, vault, channel, clock, box }
}

const opened = (channel: Channel, chat: ChatId, ref: number) => channel.open?.(chat, String(ref))

describe('what a student sent', () => {
  it.each([
    ['voice', { mime_type: 'audio/ogg' }, { thing: 'voice', mime: 'audio/ogg' }],
    ['photo', {}, { thing: 'picture', mime: 'image/jpeg' }],
    ['video', { mime_type: 'video/mp4' }, { thing: 'picture', mime: 'video/mp4' }],
    [
      'document',
      { mime_type: 'application/pdf', file_name: 'vigencia.pdf' },
      { thing: 'document', mime: 'application/pdf', name: 'vigencia.pdf' },
    ],
    ['sticker', { is_video: true }, { thing: 'sticker', mime: 'video/webm' }],
  ] as const)('is opened by its message (%s)', async (kind, file, expected) => {
    const { api, channel, box } = await listening()
    const ref = api.student(5).sends(kind, undefined, { file_id: api.files.put(BYTES), ...file })
    await box.reaches(1)
    expect(await opened(channel, STUDENT, ref)).toEqual({ ...expected, bytes: BYTES })
  })

  it('is the sharpest picture that is not too large', async () => {
    const { api, channel, box } = await listening()
    const [small, large] = [api.files.put(Buffer.from('s')), api.files.put(Buffer.from('l'))]
    const photo = [
      { file_id: small, file_size: 90_000 },
      { file_id: large, file_size: 11 * 1024 * 1024 },
    ]
    api.push({ message: { message_id: 9, date: 1, chat: { id: 5, type: 'private' }, from: { id: 5 }, photo } })
    await box.reaches(1)
    expect(await opened(channel, STUDENT, 9)).toMatchObject({ bytes: Buffer.from('s') })
  })

  it('is known before the update counts as heard, and without its content', async () => {
    const api = await openFake()
    const vault = heldVault()
    const heard = new Promise<string[]>((resolve) => {
      void channelOn(api, { vault }).start(async () => resolve([...vault.facts.values()]))
    })
    api.student(5).sends('document', 'mi NSS', { file_id: api.files.put(BYTES), file_name: 'a.pdf' })
    const kept = await heard
    expect(kept).toEqual([expect.stringContaining('a.pdf')])
    expect(kept.join()).not.toMatch(/NSS|mandó/)
  })
})

describe('nothing is opened', () => {
  it('of what is called, or is, too large: not even asked for, and read no further', async () => {
    const { api, channel, box } = await listening()
    const phone = api.student(5)
    const told = phone.sends('document', undefined, { file_id: api.files.put(BYTES), file_size: 11 * 1024 * 1024 })
    const listed = phone.sends('document', undefined, {
      file_id: api.files.put(BYTES, { saysSize: 11 * 1024 * 1024 }),
    })
    const huge = api.files.put(Buffer.alloc(10 * 1024 * 1024 + 1), { saysSize: 5 })
    const lied = phone.sends('document', undefined, { file_id: huge, file_size: 5 })
    await box.reaches(3)
    expect(await opened(channel, STUDENT, told)).toBeNull()
    expect(api.calls.map(({ method }) => method)).not.toContain('getFile')
    expect(await opened(channel, STUDENT, listed)).toBeNull()
    expect(api.files.asked).toEqual([])
    expect(await opened(channel, STUDENT, lied)).toBeNull()
    expect(api.files.asked).toHaveLength(1)
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'http://elsewhere/x', 'a\\b', 'a?b'])(
    'from a path that leads elsewhere: %s',
    async (path) => {
      const { api, channel, box } = await listening()
      const ref = api.student(5).sends('document', undefined, { file_id: api.files.put(BYTES, { path }) })
      await box.reaches(1)
      expect(await opened(channel, STUDENT, ref)).toBeNull()
      expect(api.files.asked).toEqual([])
    },
  )

  it('of what Telegram knows no more, of text, of what never came, of another chat', async () => {
    const { api, channel, box } = await listening()
    const phone = api.student(5)
    const unknown = phone.sends('photo', undefined, { file_id: 'gone' })
    const text = phone.says('hola')
    const ref = phone.sends('photo', undefined, { file_id: api.files.put(BYTES) })
    await box.reaches(3)
    expect(await opened(channel, STUDENT, unknown)).toBeNull()
    expect(await opened(channel, STUDENT, text)).toBeNull()
    expect(await opened(channel, STUDENT, 999)).toBeNull()
    expect(await opened(channel, 'telegram:6', ref)).toBeNull()
  })

  it('of who erased everything; of others it is', async () => {
    const { api, channel, box, vault } = await listening()
    const mine = api.student(5).sends('photo', undefined, { file_id: api.files.put(BYTES) })
    const theirs = api.student(55).sends('photo', undefined, { file_id: api.files.put(BYTES) })
    await box.reaches(2)
    await channel.forget?.(STUDENT)
    expect(await opened(channel, STUDENT, mine)).toBeNull()
    expect(await opened(channel, 'telegram:55', theirs)).toMatchObject({ bytes: BYTES })
    expect([...vault.facts.keys()].join()).not.toContain('telegram:5/')
  })

  it('after a week: then it is taken away with the next thing that comes', async () => {
    const { api, vault, clock, box } = await listening()
    const old = api.student(5).sends('photo', undefined, { file_id: api.files.put(BYTES) })
    await box.reaches(1)
    clock.moveTo(clock.now() + 8 * DAY)
    const fresh = api.student(6).sends('photo', undefined, { file_id: api.files.put(BYTES) })
    await box.reaches(2)
    expect([...vault.facts.keys()]).toEqual([`media/telegram:6/${fresh}`])
    expect(old).not.toBe(fresh)
  })
})

it('what Telegram fails to give now is asked for again: it rejects', async () => {
  const { api, channel, box } = await listening()
  const ref = api.student(5).sends('photo', undefined, { file_id: api.files.put(BYTES) })
  await box.reaches(1)
  api.failNext({ method: 'download', status: 502 })
  await expect(opened(channel, STUDENT, ref)).rejects.toThrow()
  api.failNext({ method: 'download', cut: 'before' })
  await expect(opened(channel, STUDENT, ref)).rejects.toThrow()
  api.failNext({ method: 'getFile', cut: 'before' })
  await expect(opened(channel, STUDENT, ref)).rejects.toThrow()
  expect(await opened(channel, STUDENT, ref)).toMatchObject({ bytes: BYTES })
})

it('of groups only what the desk sends is kept', async () => {
  const { api, channel, box, vault } = await listening()
  api.agent(-200, 8, 'Eva').sends('photo', { file: { file_id: api.files.put(BYTES) } })
  const ref = api.agent(-100, 7, 'Ana').sends('document', { file: { file_id: api.files.put(BYTES) } })
  await box.reaches(2)
  expect([...vault.facts.keys()]).toEqual([`media/${GROUP}/${ref}`])
  expect(await opened(channel, GROUP, ref)).toMatchObject({ thing: 'document', bytes: BYTES })
})

it('who has the role no more still hears what is said', async () => {
  const { api, channel, box, vault } = await listening()
  vault.lose()
  const ref = api.student(5).sends('photo', 'mira', { file_id: api.files.put(BYTES) })
  const [update] = await box.reaches(1)
  expect(update?.content).toEqual({ kind: 'picture', caption: 'mira' })
  expect(await opened(channel, STUDENT, ref)).toBeNull()
})

it('a store that fails leaves the update to be sent again', async () => {
  const api = await openFake()
  const vault = heldVault()
  let isAway = true
  const set: HeldVault['set'] = async (changes) => {
    if (isAway) {
      isAway = false
      throw new Error('disk full')
    }
    await vault.set(changes)
  }
  const channel = channelOn(api, { vault: { ...vault, set } })
  onTestFinished(channel.stop)
  const box = inbox()
  await channel.start(box.receive)
  const ref = api.student(5).sends('photo', undefined, { file_id: api.files.put(BYTES) })
  await box.reaches(1)
  expect(box.seen).toHaveLength(1)
  expect(vault.facts.has(`media/${STUDENT}/${ref}`)).toBe(true)
})

it('without a vault it gives nothing away', async () => {
  const channel = channelOn(await openFake())
  expect(channel.open).toBeUndefined()
  expect(channel.forget).toBeUndefined()
})

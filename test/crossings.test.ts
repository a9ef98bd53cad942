import { expect, it } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import { stoppedClock } from '../src/clock.ts'
import { createCrossings } from '../src/crossings.ts'
import type { Media, Message } from '../src/message.ts'
import { quietLog } from './words.ts'

const PDF: Media = { thing: 'document', bytes: Buffer.from('%PDF'), mime: 'application/pdf', name: 'a.pdf' }
const COPY: Message = {
  type: 'copy',
  from: 'whatsapp:5',
  ref: 'r',
  kind: 'document',
  key: 'k',
  caption: { text: 'x', spans: [] },
  quotes: 'q',
}

/** A source that gives when it is told to. */
function slowly() {
  const waiting: ((media: Media | null) => void)[] = []
  const clock = stoppedClock(0)
  const channel: Channel = {
    name: 'whatsapp',
    abilities: { deletes: true },
    start: async () => {},
    stop: async () => {},
    deliver: async () => ({ status: 'sent', ref: '1' }),
    open: () => new Promise((give) => waiting.push(give)),
  }
  const crossings = createCrossings({ channels: [channel], clock, log: quietLog, patience: 3000 })
  return { clock, crossings, waiting }
}

it('what takes longer than a delivery may wait goes on being fetched, and is found by the next try', async () => {
  const { clock, crossings, waiting } = slowly()
  const first = crossings.cross('row', 'telegram:1', COPY)
  clock.moveTo(3000)
  expect(await first).toEqual({ status: 'retry', after: 1000, reason: 'crossing', scope: 'chat' })
  waiting[0]?.(PDF)
  const next = await crossings.cross('row', 'telegram:1', COPY)
  const { from: _, ref: __, kind: ___, ...rest } = { ...COPY }
  expect(next).toEqual({ ...rest, type: 'media', media: PDF })
  expect(waiting).toHaveLength(1)
})

it('waiting for its turn in a group fetches nothing twice; once settled, nothing is held', async () => {
  const { crossings, waiting } = slowly()
  const first = crossings.cross('row', 'telegram:1', COPY)
  waiting[0]?.(PDF)
  await first
  await crossings.cross('row', 'telegram:1', COPY)
  expect(waiting).toHaveLength(1)
  crossings.forget('row')
  const again = crossings.cross('row', 'telegram:1', COPY)
  expect(waiting).toHaveLength(2)
  waiting[1]?.(null)
  expect(await again).toMatchObject({ status: 'refused', why: 'elsewhere' })
})

it('only so many are held at once', async () => {
  const { crossings, waiting } = slowly()
  for (let row = 0; row < 10; row += 1) {
    const crossed = crossings.cross(`row ${row}`, 'telegram:1', COPY)
    waiting[row]?.(PDF)
    await crossed
  }
  await crossings.cross('row 9', 'telegram:1', COPY)
  expect(waiting).toHaveLength(10)
  const first = crossings.cross('row 0', 'telegram:1', COPY)
  expect(waiting).toHaveLength(11)
  waiting[10]?.(PDF)
  expect(await first).toMatchObject({ type: 'media' })
})

it('what stays on its network, or is no copy, goes as it is', async () => {
  const { crossings } = slowly()
  expect(await crossings.cross('row', 'whatsapp:6', COPY)).toBe(COPY)
  const toast: Message = { type: 'toast', press: 'p', key: 'k', text: 't' }
  expect(await crossings.cross('row', 'telegram:1', toast)).toBe(toast)
})

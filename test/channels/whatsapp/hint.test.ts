import { expect, test } from 'vitest'
import { createHint } from '../../../src/channels/whatsapp/hint.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { quietLog } from '../../words.ts'

const GROUP = 'whatsapp:120363000000000001@g.us'
const OTHER = 'whatsapp:120363000000000002@g.us'

function hints(send: () => Promise<undefined>) {
  const sent: (string | null)[] = []
  let monotonic = 0
  const socket = {
    sendMessage(jid: string) {
      sent.push(jid)
      return send()
    },
  }
  const clock = { ...stoppedClock(0), monotonic: () => monotonic }
  const hint = createHint({ clock, log: quietLog, socket: () => socket, text: () => 'HELPDESK_CHAT=' })
  return { hint, sent, pass: (ms: number) => (monotonic += ms) }
}

test('a group that asks over and over is told once in a while', async () => {
  const { hint, sent, pass } = hints(async () => undefined)
  for (const _ of [1, 2, 3]) await hint(GROUP)
  await hint(OTHER)
  expect(sent).toEqual(['120363000000000001@g.us', '120363000000000002@g.us'])
  pass(11 * 60_000)
  await hint(GROUP)
  expect(sent).toHaveLength(3)
})

test('nobody waits for it, and nothing fails over it', async () => {
  const stuck = hints(() => new Promise(() => {}))
  await stuck.hint(GROUP)
  expect(stuck.sent).toHaveLength(1)
  const refused = hints(() => Promise.reject(new Error('forbidden')))
  await refused.hint(GROUP)
  expect(refused.sent).toHaveLength(1)
})

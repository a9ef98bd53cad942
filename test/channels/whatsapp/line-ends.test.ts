import { expect, test } from 'vitest'
import { inbox } from '../telegram/on-fake.ts'
import { briskClock, insistently, openChannel, openFake, say } from './on-fake.ts'

/** What an answer of one word is typed for (ms). */
const TYPED = [1010, 1025] as const

test('what was being typed when the line closed goes out on the next one', async () => {
  const server = await openFake()
  const heard = inbox()
  const brisk = briskClock()
  const typing: (() => void)[] = []
  let isHeld = false
  const clock = {
    ...brisk,
    wake(at: number, call: () => void) {
      const ms = at - brisk.now()
      if (!isHeld || typing.length > 0 || ms < TYPED[0] || ms > TYPED[1]) return brisk.wake(at, call)
      typing.push(call)
      return () => {}
    },
  }
  const channel = await openChannel(server, heard.receive, { clock })
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? 'whatsapp:nobody'
  await insistently(channel, chat, say('Primero'), 'row-0')
  isHeld = true
  const sent = insistently(channel, chat, say('Buenas'), 'row-1')
  await first(() => typing.length > 0)
  const connects = Number(channel.health?.().connects)
  server.close(428)
  await first(() => Number(channel.health?.().connects) > connects)
  for (const end of typing) end()
  expect(await sent).toMatchObject({ status: 'sent' })
  await phone.hears(/Buenas/)
})

/** Looks until it is so. */
async function first(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

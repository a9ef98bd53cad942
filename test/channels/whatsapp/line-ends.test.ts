import { expect, test } from 'vitest'
import { inbox } from '../telegram/on-fake.ts'
import { heldClock } from './held-clock.ts'
import { first, insistently, openChannel, openFake, say } from './on-fake.ts'

test('what was being typed when the line closed goes out on the next one', async () => {
  const server = await openFake()
  const heard = inbox()
  const { clock, hold, isTyping, release } = heldClock()
  const channel = await openChannel(server, heard.receive, { clock })
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? 'whatsapp:nobody'
  await insistently(channel, chat, say('Primero'), 'row-0')
  hold()
  const sent = insistently(channel, chat, say('Buenas'), 'row-1')
  await first(isTyping)
  const connects = Number(channel.health?.().connects)
  server.close(428)
  await first(() => Number(channel.health?.().connects) > connects)
  release()
  expect(await sent).toMatchObject({ status: 'sent' })
  await phone.hears(/Buenas/)
})

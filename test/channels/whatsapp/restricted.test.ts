import { expect, test } from 'vitest'
import type { Report } from '../../../src/channels/channel.ts'
import { inbox } from '../telegram/on-fake.ts'
import { memoryVault } from './memory-vault.ts'
import { first, linked, openChannel, openFake, say } from './on-fake.ts'

const NOBODY = 'whatsapp:nobody'

async function restricted() {
  const server = await openFake()
  const heard = inbox()
  const reports: Report[] = []
  const { vault, facts } = memoryVault(linked(server))
  const channel = await openChannel(server, heard.receive, { vault }, async (report) => void reports.push(report))
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  return { server, channel, phone, chat, reports, vault, facts }
}

/** Until a receipt is what it should be: the pace of the governor is waited for. */
async function until(deliver: () => ReturnType<Awaited<ReturnType<typeof openChannel>>['deliver']>, reason: string) {
  for (;;) {
    const receipt = await deliver()
    if (receipt.status !== 'retry' || receipt.reason === reason) return receipt
    if (receipt.reason === 'pace' && reason === 'line' && receipt.after > 30_000) return receipt
  }
}

test('463 stops the line, tells the desk once, and lets emergencies through', async () => {
  const { server, channel, phone, chat, reports } = await restricted()
  server.refuseSends(463)
  expect(await until(() => channel.deliver(chat, say('uno'), 'row-1'), 'restricted')).toMatchObject({ status: 'retry' })
  expect(reports).toEqual([{ kind: 'trouble', trouble: 'restricted' }])
  const sent = server.sent.length
  expect(await channel.deliver(chat, say('uno'), 'row-1')).toMatchObject({ status: 'retry', reason: 'pace' })
  expect(server.sent).toHaveLength(sent)
  expect(channel.health?.()).toMatchObject({ restrictedUntil: expect.any(Number) })
  server.refuseSends(null)
  const emergency = say('Llama al 911', { occasion: 'emergency' })
  expect(await channel.deliver(chat, emergency, 'row-2')).toMatchObject({ status: 'sent' })
  await phone.hears(/911/)
  expect(reports).toHaveLength(1)
})

test('a reach-out lock that WhatsApp announces stops the line just the same', async () => {
  const { server, channel, chat, reports } = await restricted()
  await server.reachoutLock(Date.now() + 60 * 60 * 1000)
  await first(() => reports.length > 0)
  expect(reports).toEqual([{ kind: 'trouble', trouble: 'restricted' }])
  const sent = server.sent.length
  expect(await until(() => channel.deliver(chat, say('uno'), 'row-1'), 'line')).toMatchObject({ status: 'retry' })
  expect(server.sent).toHaveLength(sent)
  await server.reachoutLock(null)
  await first(() => reports.length > 1)
  expect(reports.at(-1)).toEqual({ kind: 'trouble', trouble: 'resumed' })
  expect(await until(() => channel.deliver(chat, say('uno'), 'row-1'), 'line')).toMatchObject({ status: 'sent' })
})

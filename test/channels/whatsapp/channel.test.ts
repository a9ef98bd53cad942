import { expect, test } from 'vitest'
import { inbox } from '../telegram/on-fake.ts'
import { insistently, openChannel, openFake } from './on-fake.ts'

test('a student writes, and is answered', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('Hola')
  const [update] = await heard.reaches(1)
  expect(update).toMatchObject({ audience: 'student', content: { kind: 'text', text: 'Hola' } })
  const receipt = await insistently(
    channel,
    update?.chat ?? 'x:y',
    {
      type: 'say',
      key: 'k',
      body: { text: '¿Ya?', spans: [] },
      choices: [{ id: 'yes', label: 'Sí' }],
      question: 3,
      copies: [],
    },
    'row-1',
  )
  expect(receipt).toMatchObject({ status: 'sent' })
  console.log(await phone.hears(/Ya/), phone.notices())
  await phone.says('1', { quotes: receipt.status === 'sent' ? receipt.ref : '' })
  console.log(JSON.stringify((await heard.reaches(2))[1]))
})

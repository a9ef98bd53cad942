import { expect, it } from 'vitest'
import { delivery, post } from './fake-webhook.ts'
import { openWorld } from './world-on-graph.ts'

const NOW = Date.UTC(2026, 10, 23, 17)
const PHONE = '5216441112233'

it('a delivery that comes three times at once is heard once: one answer, one turn', async () => {
  const { graph, url, world, pauses, updates } = await openWorld(NOW)
  const phone = graph.phone(PHONE)
  await phone.says('hola')
  await pauses()
  const before = phone.screen().length
  const question = (await world.peek('whatsapp-cloud:526441112233'))?.asked ?? 0
  const { id: button } = phone.screen().at(-1)?.buttons[0] ?? { id: '' }
  const press = {
    from: PHONE,
    id: 'wamid.replayed',
    timestamp: String(NOW / 1000),
    type: 'interactive',
    interactive: { type: 'list_reply', list_reply: { id: button, title: 'x' } },
  }
  const body = JSON.stringify(delivery({ messages: [press] }))
  const answers = await Promise.all([post(url, body), post(url, body), post(url, body)])
  await world.settled()
  const once = phone.screen().slice(before)
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(updates.filter(({ id }) => id === 'whatsapp-cloud:wamid.replayed')).toHaveLength(3)
  expect(once.length).toBeGreaterThan(0)
  expect(new Set(once.map(({ text }) => text)).size).toBe(once.length)
  const asked = (await world.peek('whatsapp-cloud:526441112233'))?.asked
  expect(asked).toBe(question + 1)

  // And six days later, long after Meta would have given up.
  expect((await post(url, body)).status).toBe(200)
  await world.settled()
  expect(phone.screen().slice(before)).toEqual(once)
  expect((await world.peek('whatsapp-cloud:526441112233'))?.asked).toBe(asked)
})

it('several people in one delivery, each with several messages, are all heard in order', async () => {
  const { url, world, updates } = await openWorld(NOW)
  const people = ['5216441110001', '5216441110002', '5216441110003']
  const messages = [1, 2, 3].flatMap((nth) =>
    people.map((from) => ({
      from,
      id: `wamid.${from}.${nth}`,
      timestamp: String(NOW / 1000),
      type: 'text',
      text: { body: `mensaje ${nth}` },
    })),
  )
  expect((await post(url, JSON.stringify(delivery({ messages })))).status).toBe(200)
  await world.settled()
  for (const from of people) {
    const own = updates.filter(({ chat }) => chat === `whatsapp-cloud:${from.replace('521', '52')}`)
    expect(own.map(({ id }) => id)).toEqual([1, 2, 3].map((nth) => `whatsapp-cloud:wamid.${from}.${nth}`))
  }
})

it('one thing written in several messages is answered once, a cry for help at once', async () => {
  const { graph, world, pauses } = await openWorld(NOW)
  const phone = graph.phone(PHONE)
  await phone.says('no he')
  await phone.says('empezado')
  await world.settled()
  expect(phone.screen()).toEqual([])
  await pauses()
  expect(phone.screen().filter(({ buttons }) => buttons.length > 0)).toHaveLength(1)
  await phone.says('no puedo respirar')
  await world.settled()
  expect(phone.screen().at(-1)?.text).toMatch(/911/)
})

import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { stoppedClock } from '../../src/clock.ts'
import { type ChatId, chatId } from '../../src/ids.ts'
import type { Media, Message } from '../../src/message.ts'
import { createSeal, parseKeys } from '../../src/seal.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Content } from '../../src/update.ts'
import { startWorld } from '../../src/world.ts'
import { channelOn, openFake } from '../channels/telegram/on-fake.ts'
import { heldVault } from '../fenced-vault.ts'
import { loadWords, quietLog } from '../words.ts'
import { OPEN } from './at-the-desk.ts'
import { GROUP, isCard } from './walk.ts'

const STUDENT: ChatId = 'whatsapp:student'
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 7])
const OGG = Buffer.from('OggS voice')
const PDF = Buffer.from('%PDF-1.7 la vigencia')

/** A network that keeps what it is given and gives what it has. */
function otherNetwork(held: Map<string, Media>) {
  const told: Message[] = []
  const channel: Channel = {
    name: 'whatsapp',
    abilities: { deletes: true },
    start: async () => {},
    stop: async () => {},
    async deliver(_, message) {
      told.push(message)
      return { status: 'sent', ref: `w${told.length}` }
    },
    open: async (_, ref) => held.get(ref) ?? null,
  }
  return { told, channel }
}

async function openTown() {
  const clock = stoppedClock(OPEN)
  const api = await openFake(clock.now)
  const helpdesk = chatId('telegram', GROUP)
  const telegram = channelOn(api, { desk: () => helpdesk, clock, groupPace: 1000, vault: heldVault() })
  const held = new Map<string, Media>()
  const { told, channel } = otherNetwork(held)
  const store = sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  const seal = createSeal(parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`), Buffer.alloc(32, 9))
  const channels = [telegram, channel]
  const world = await startWorld({ store, seal, clock, log: quietLog, channels, helpdesk, ...loadWords() })
  await telegram.start(world.receive, world.report('telegram'))
  onTestFinished(async () => {
    await telegram.stop()
    await world.stop()
    await store.close()
  })
  let count = 0
  async function says(content: Content, ref?: string): Promise<void> {
    count += 1
    const update = { id: `w:${count}`, chat: STUDENT, audience: 'student' as const, at: clock.now(), content }
    await world.receive({ ...update, ref: ref ?? `s${count}` })
    await world.settled()
  }
  async function picks(choice: string): Promise<void> {
    const asked = told.findLast((one) => 'choices' in one && one.choices.some(({ id }) => id === choice))
    await says({ kind: 'press', question: asked && 'question' in asked ? asked.question : 0, choice })
  }
  async function after(deed: () => unknown): Promise<void> {
    deed()
    await api.heard()
    await world.settled()
  }
  return { api, ana: api.agent(GROUP, 7, 'Ana'), told, held, says, picks, after }
}

it('a student elsewhere and a desk on Telegram hear and see each other’s things', async () => {
  const { api, ana, told, held, says, picks, after } = await openTown()
  await says({ kind: 'text', text: 'quiero hablar con una persona' })
  for (const choice of ['nainari', 'skip', 'none']) await picks(choice)
  const card = api.shown(GROUP).find(isCard)?.id ?? 0
  await after(() => ana.presses('Tomar', card))

  held.set('v', { thing: 'voice', bytes: OGG, mime: 'audio/ogg; codecs=opus' })
  await says({ kind: 'voice' }, 'v')
  expect(api.shown(GROUP).at(-1)).toMatchObject({
    kind: 'voice',
    text: expect.stringMatching(/mandó una nota de voz\.$/),
  })
  expect(api.shown(GROUP).at(-1)?.file?.bytes.equals(OGG)).toBe(true)

  held.set('p', { thing: 'picture', bytes: JPEG, mime: 'image/jpeg' })
  await says({ kind: 'picture' }, 'p')
  await picks('yes')
  expect(api.shown(GROUP).at(-1)).toMatchObject({ kind: 'photo', text: expect.stringMatching(/mandó una foto\.$/) })

  const file = { file_id: api.files.put(PDF), file_name: '../vigencia.pdf', mime_type: 'application/pdf' }
  await after(() => ana.sends('document', { quotes: card, caption: 'aquí está', file }))
  const read = told.findLast((one) => one.type === 'media')
  expect(read).toMatchObject({
    media: { thing: 'document', name: 'vigencia.pdf', mime: 'application/pdf', bytes: PDF },
    caption: { text: 'Mesa de ayuda: aquí está' },
  })
  expect(api.shown(GROUP).at(-1)?.text).toMatch(/Enviado al estudiante/)
})

import { expect, it } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import type { ChatId } from '../../src/ids.ts'
import type { Message } from '../../src/message.ts'
import type { Update } from '../../src/update.ts'

/** A channel with the other end of its network in a test's hands. What the student does may be awaited. */
export interface ChannelUnderTest {
  channel: Channel
  /** The student who writes. */
  chat: ChatId
  /** Whether the network sends again what was not taken. */
  redelivers: boolean
  text(text: string): unknown
  /** Presses the newest button with this label. */
  press(label: string): unknown
  voice(): unknown
  /** What the student sees, oldest first. */
  shown(): { text: string; labels: string[] }[] | Promise<{ text: string; labels: string[] }[]>
  close(): Promise<void>
}

/** What every channel must do, whatever its network. */
export function channelContract(name: string, open: () => Promise<ChannelUnderTest>): void {
  const say = (text: string, more: Partial<Extract<Message, { type: 'say' }>> = {}): Message => ({
    type: 'say',
    key: 'k',
    body: { text, spans: [] },
    choices: [],
    question: 3,
    copies: [],
    ...more,
  })

  async function withChannel(use: (under: ChannelUnderTest, heard: Heard) => Promise<void>): Promise<void> {
    const under = await open()
    const heard = hearing()
    await under.channel.start(heard.receive)
    try {
      await use(under, heard)
    } finally {
      await under.close()
    }
  }

  it(`${name}: a text arrives once, with the right chat and an id of its own`, () =>
    withChannel(async (under, heard) => {
      await under.text('hola')
      await under.text('hola')
      const [first, second] = await heard.reaches(2)
      expect(first).toMatchObject({ chat: under.chat, audience: 'student', content: { kind: 'text', text: 'hola' } })
      expect(first?.id).not.toBe(second?.id)
    }))

  it(`${name}: a press brings its question and its choice back`, () =>
    withChannel(async (under, heard) => {
      const choices = [
        { id: 'not-yet', label: 'Todavía no' },
        { id: 'yes', label: 'Ya aparezco' },
      ]
      await under.channel.deliver(under.chat, say('¿Ya?', { choices, question: 42 }))
      await under.press('Todavía no')
      const [update] = await heard.reaches(1)
      expect(update?.content).toEqual({ kind: 'press', question: 42, choice: 'not-yet' })
    }))

  it(`${name}: shows the text, every choice, and offers what is to be copied`, () =>
    withChannel(async (under) => {
      const receipt = await under.channel.deliver(
        under.chat,
        say('<b>*literal*</b> _x_', {
          choices: [
            { id: 'a', label: 'Una' },
            { id: 'b', label: 'Otra' },
          ],
          copies: [{ label: 'Copiar NSS', text: '92919084431' }],
        }),
      )
      expect(receipt).toMatchObject({ status: 'sent', ref: expect.stringMatching(/./) })
      const last = (await under.shown()).at(-1)
      expect(last?.text).toContain('<b>*literal*</b> _x_')
      expect(last?.labels).toEqual(expect.arrayContaining(['Una', 'Otra', 'Copiar NSS']))
    }))

  it(`${name}: a voice note arrives as one`, () =>
    withChannel(async (under, heard) => {
      await under.voice()
      expect((await heard.reaches(1))[0]?.content).toMatchObject({ kind: 'voice' })
    }))

  it(`${name}: a long text arrives whole`, () =>
    withChannel(async (under) => {
      const text = Array.from({ length: 900 }, (_, index) => `palabra${index}`).join(' ')
      await under.channel.deliver(under.chat, say(text))
      const all = (await under.shown()).map((shown) => shown.text).join('')
      expect(all.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    }))

  it(`${name}: deleting twice does no harm`, () =>
    withChannel(async (under, heard) => {
      await under.text('mi nss')
      const ref = (await heard.reaches(1))[0]?.ref ?? ''
      for (let times = 0; times < 2; times += 1) {
        expect(await under.channel.deliver(under.chat, { type: 'delete', ref })).toMatchObject({ status: 'sent' })
      }
    }))

  it(`${name}: what could not be kept is told to the network, and comes again where it can`, async () => {
    const under = await open()
    const heard = hearing()
    let failures = 1
    await under.channel.start(async (update) => {
      failures -= 1
      if (failures >= 0) throw new Error('not kept')
      await heard.receive(update)
    })
    try {
      if (under.redelivers) {
        await under.text('hola')
        expect(await heard.reaches(1)).toHaveLength(1)
      } else await expect(Promise.resolve(under.text('hola'))).rejects.toThrow()
    } finally {
      await under.close()
    }
  })
}

interface Heard {
  receive(update: Update): Promise<void>
  reaches(count: number): Promise<Update[]>
}

function hearing(): Heard {
  const seen: Update[] = []
  let wake = (): void => {}
  return {
    async receive(update) {
      seen.push(update)
      wake()
    },
    async reaches(count) {
      while (seen.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return seen
    },
  }
}

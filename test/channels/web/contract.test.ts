import { describe } from 'vitest'
import { chatId } from '../../../src/ids.ts'
import { channelContract } from '../contract.ts'
import { compilePage, openChannel } from './simulator.ts'
import { look, say } from './visitor.ts'

const scripts = compilePage()

describe('the simulator keeps the contract of all channels', () => {
  channelContract('web', async () => {
    const { channel, url, close } = await openChannel(scripts)
    const bubbles = async () => (await look(url)).student.filter((entry) => entry.type === 'bot')
    return {
      channel,
      chat: chatId('web', 1),
      redelivers: false,
      close,
      text: (text) => say(url, { kind: 'text', text }),
      voice: () => say(url, { kind: 'voice' }),
      async press(label) {
        const asked = (await bubbles()).findLast(({ choices }) => choices.some((choice) => choice.label === label))
        const choice = asked?.choices.find((one) => one.label === label)?.id
        await say(url, { kind: 'press', question: asked?.question, choice })
      },
      async shown() {
        const all = await bubbles()
        return all.map(({ text, choices, copies }) => ({
          text,
          labels: [...choices, ...copies].map(({ label }) => label),
        }))
      },
    }
  })
})

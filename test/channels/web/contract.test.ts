import { describe } from 'vitest'
import { chatId } from '../../../src/ids.ts'
import { channelContract } from '../contract.ts'
import { compilePage, openChannel } from './simulator.ts'
import { look, say } from './visitor.ts'

const scripts = compilePage()

describe('the simulator keeps the contract of all channels', () => {
  channelContract('web', async () => {
    const { channel, url, close } = await openChannel(scripts)
    /** As they stand now: what an edit put in their place, without what was deleted. */
    const bubbles = async () => {
      const all = (await look(url)).student
      return all.flatMap((entry) => {
        if (entry.type !== 'bot' || all.some((other) => other.type === 'delete' && other.of === entry.id)) return []
        const revised = all.findLast((other) => other.type === 'revised' && other.of === entry.id)
        return [revised?.type === 'revised' ? { ...entry, ...revised, type: entry.type, id: entry.id } : entry]
      })
    }
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

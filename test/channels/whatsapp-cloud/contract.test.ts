import { describe } from 'vitest'
import { channelContract } from '../contract.ts'
import { openCloud } from './on-graph.ts'

describe('the Cloud API keeps the contract of all channels', () => {
  channelContract('whatsapp-cloud', async () => {
    const { graph, channel } = await openCloud()
    const phone = graph.phone('5216441112233')
    // Meta takes no free words for who never wrote.
    phone.wroteBefore()
    const copies = (text: string) => [...text.matchAll(/^(.+): ```/gm)].map(([, label = '']) => label)
    return {
      channel,
      chat: 'whatsapp-cloud:526441112233',
      redelivers: true,
      text: phone.says,
      press: phone.presses,
      voice: () => phone.sends('audio', { id: 'm1', mime_type: 'audio/ogg; codecs=opus', voice: true }),
      shown: () =>
        phone.screen().map(({ text, buttons }) => ({
          text,
          labels: [...buttons.map(({ label }) => label), ...copies(text)],
        })),
      close: channel.stop,
    }
  })
})

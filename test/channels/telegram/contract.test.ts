import { describe } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { type ChannelUnderTest, channelContract } from '../contract.ts'
import type { FakeBotApi } from './fake-bot-api.ts'
import { channelOn, openFake, webhookOn } from './on-fake.ts'

describe('Telegram keeps the contract of all channels', () => {
  channelContract('telegram, polling', async () => {
    const api = await openFake()
    return under(api, channelOn(api))
  })

  channelContract('telegram, webhook', async () => {
    const api = await openFake()
    return under(api, (await webhookOn(api)).channel)
  })
})

function under(api: FakeBotApi, channel: Channel): ChannelUnderTest {
  const phone = api.student(5)
  return {
    channel,
    chat: 'telegram:5',
    redelivers: true,
    text: phone.says,
    press: phone.presses,
    voice: () => phone.sends('voice'),
    shown: () => phone.screen().map(({ text, buttons }) => ({ text, labels: buttons.map((button) => button.text) })),
    close: channel.stop,
  }
}

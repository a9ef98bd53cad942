import { describe } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { channelContract } from '../contract.ts'
import { memoryVault } from './memory-vault.ts'
import { channelOn, insistently, linked, openFake } from './on-fake.ts'
import { seen } from './phone.ts'

describe('WhatsApp keeps the contract of all channels', () => {
  channelContract('whatsapp', async () => {
    const server = await openFake()
    const phone = server.phone(1)
    const vault = memoryVault(linked(server).set('contact/ana', contact(phone)))
    const channel = channelOn(server, { vault: vault.vault })
    const expected = new Set<string>()
    const deliver: Channel['deliver'] = async (to, message, row = crypto.randomUUID()) => {
      const receipt = await insistently(channel, to, message, row)
      if (receipt.status === 'sent' && message.type === 'say') expected.add(receipt.ref)
      return receipt
    }
    /** What was delivered is there as soon as the phone has read it. */
    const screen = () =>
      server.until(() => {
        const shown = phone.screen()
        return [...expected].every((id) => shown.some((one) => one.id === id)) && shown
      })
    return {
      channel: { ...channel, deliver },
      chat: 'whatsapp:ana',
      redelivers: true,
      text: (text) => phone.says(text),
      async press(label) {
        const menu = (await screen()).findLast(({ text }) => choicesIn(text).includes(label))
        return phone.says(String(choicesIn(menu?.text ?? '').indexOf(label) + 1), { quotes: menu?.id ?? '' })
      },
      voice: () => phone.sends('voice', Buffer.from('OggS')),
      shown: async () => (await screen()).map(({ text }) => shownAs(text)),
      close: channel.stop,
    }
  })
})

/** Somebody who wrote long ago. */
function contact({ pn, lid }: { pn: string; lid: string }): string {
  const names = { lid: lid.replace(/^(\d+)@.*$/, 'lid:$1'), pn: pn.replace(/^521(\d+)@.*$/, 'pn:52$1') }
  return JSON.stringify({ id: 'ana', ...names, jid: lid, since: 1, wroteAt: 1, forgottenAt: 0 })
}

function shownAs(sent: string) {
  const { text, code } = seen(sent)
  const copies = [...text.matchAll(/^(.+): (.+)$/gm)].filter(([, , copied = '']) => code.includes(copied))
  return { text, labels: [...choicesIn(sent), ...copies.map(([, label = '']) => label)] }
}

/** The numbered lines, in their order. */
function choicesIn(sent: string): string[] {
  return [...seen(sent).text.matchAll(/^\d+\. (.+)$/gm)].map(([, label = '']) => label)
}

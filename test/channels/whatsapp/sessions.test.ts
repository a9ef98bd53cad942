import { addTransactionCapability, type BinaryNode, DEFAULT_CONNECTION_CONFIG, proto } from '@whiskeysockets/baileys'
import { expect, onTestFinished, test } from 'vitest'
import { openAuth } from '../../../src/channels/whatsapp/auth.ts'
import type { Companion } from './fake-companion.ts'
import { node } from './fake-node.ts'
import { muteLibsignal, silent } from './fake-quiet.ts'
import { cipherOf } from './fake-signal.ts'
import { memoryVault } from './memory-vault.ts'

/** The bot's half of a conversation, its keys in the vault, and a phone. */
async function talk() {
  onTestFinished(muteLibsignal())
  const auth = await openAuth(memoryVault().vault, (error) => {
    throw error
  })
  const { creds } = auth.state
  const keys = addTransactionCapability(auth.state.keys, silent, DEFAULT_CONNECTION_CONFIG.transactionOpts)
  const signal = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, silent, async () => undefined)
  const { signedIdentityKey, signedPreKey, registrationId } = creds
  const bot: Companion = {
    ...{ device: 1, pn: '5216440000000:1@s.whatsapp.net', lid: '990000000000001:1@lid', registrationId },
    noiseKey: Buffer.alloc(32),
    identity: Buffer.from(signedIdentityKey.public),
    signedPreKey: {
      keyId: signedPreKey.keyId,
      publicKey: Buffer.from(signedPreKey.keyPair.public),
      signature: Buffer.from(signedPreKey.signature),
    },
    preKeys: [],
  }
  const phone = cipherOf()
  const jid = '880000000000001@lid'
  return {
    renews: () => phone.renew(bot),
    seals: (text: string) => phone.seal(bot, { conversation: text }),
    async botReads({ attrs, content }: BinaryNode) {
      if (!(content instanceof Uint8Array)) throw new Error('nothing in it')
      const plain = await signal.decryptMessage({
        jid,
        type: attrs.type === 'pkmsg' ? 'pkmsg' : 'msg',
        ciphertext: content,
      })
      return proto.Message.decode(plain.subarray(0, plain.length - (plain.at(-1) ?? 0))).conversation
    },
    async phoneReads(text: string) {
      const data = Buffer.concat([proto.Message.encode({ conversation: text }).finish(), Buffer.from([1])])
      const { type, ciphertext } = await signal.encryptMessage({ jid, data })
      return (await phone.open(bot, node('enc', { type }, ciphertext))).conversation
    },
  }
}

test('a message that comes late, in an older session, does not ruin the newer one', async () => {
  const { seals, renews, botReads, phoneReads } = await talk()
  await botReads(await seals('uno'))
  expect(await phoneReads('dos')).toBe('dos')
  const late = await seals('tres')
  await renews()
  await botReads(await seals('cuatro'))
  expect(await phoneReads('cinco')).toBe('cinco')
  expect(await botReads(late)).toBe('tres')
  expect(await phoneReads('seis')).toBe('seis')
  expect(await botReads(await seals('siete'))).toBe('siete')
  expect(await phoneReads('ocho')).toBe('ocho')
})

import {
  type AuthenticationCreds,
  addTransactionCapability,
  type BinaryNode,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  encodeWAMessage,
  initAuthCreds,
  proto,
  unpadRandomMax16,
} from '@whiskeysockets/baileys'
import { bundleNode, type Companion, sessionWith } from './fake-companion.ts'
import { memoryKeys } from './fake-keys.ts'
import { contentOf, node } from './fake-node.ts'
import { silent } from './fake-quiet.ts'

/** The Signal half of a phone: one session with the bot's device, whatever name it goes by; a sender key for each group. */
export interface Cipher {
  readonly creds: AuthenticationCreds
  /** What the bot asks for before it writes first. */
  bundle(jid: string): Promise<BinaryNode>
  /** As `<enc>`: pkmsg until the bot has answered once. */
  seal(to: Companion, message: proto.IMessage | Uint8Array): Promise<BinaryNode>
  /** Begins anew with the device. */
  renew(to: Companion): Promise<void>
  open(from: Companion, enc: BinaryNode): Promise<proto.Message>
  sealForGroup(group: string, message: proto.IMessage): Promise<{ enc: BinaryNode; key: Uint8Array }>
  openFromGroup(from: Companion, group: string, enc: BinaryNode): Promise<proto.Message>
  learnGroupKey(from: Companion, key: proto.Message.ISenderKeyDistributionMessage): Promise<void>
  /** Forgets all sessions, as a phone does that was set up anew but kept its identity. */
  forget(): Promise<void>
}

const SELF = '1@lid'

export function cipherOf(): Cipher {
  const creds = initAuthCreds()
  const memory = memoryKeys()
  const keys = addTransactionCapability(memory, silent, DEFAULT_CONNECTION_CONFIG.transactionOpts)
  const signal = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, silent, async () => undefined)
  let lastPreKey = 0

  return {
    creds,
    async bundle(jid) {
      const oneTime = { keyId: ++lastPreKey, keyPair: Curve.generateKeyPair() }
      await keys.set({ 'pre-key': { [oneTime.keyId]: oneTime.keyPair } })
      const { registrationId, signedIdentityKey: identity, signedPreKey: signed } = creds
      return bundleNode(jid, { registrationId, identity, signed, oneTime })
    },
    async seal(to, message) {
      const known = await signal.validateSession(to.lid)
      if (!known.exists) await signal.injectE2ESession({ jid: to.lid, session: sessionWith(to) })
      const data = message instanceof Uint8Array ? message : encodeWAMessage(message)
      const { type, ciphertext } = await signal.encryptMessage({ jid: to.lid, data })
      return node('enc', { v: '2', type }, ciphertext)
    },
    renew: (to) => signal.injectE2ESession({ jid: to.lid, session: sessionWith(to) }),
    async open(from, enc) {
      const type = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg'
      return decoded(await signal.decryptMessage({ jid: from.lid, type, ciphertext: contentOf(enc) }))
    },
    async sealForGroup(group, message) {
      const sealed = await signal.encryptGroupMessage({ group, meId: SELF, data: encodeWAMessage(message) })
      return {
        enc: node('enc', { v: '2', type: 'skmsg' }, sealed.ciphertext),
        key: sealed.senderKeyDistributionMessage,
      }
    },
    openFromGroup: async (from, group, enc) =>
      decoded(await signal.decryptGroupMessage({ group, authorJid: from.lid, msg: contentOf(enc) })),
    learnGroupKey: (from, item) => signal.processSenderKeyDistributionMessage({ item, authorJid: from.lid }),
    forget: async () => memory.clear?.(),
  }
}

function decoded(plain: Uint8Array): proto.Message {
  return proto.Message.decode(unpadRandomMax16(plain))
}

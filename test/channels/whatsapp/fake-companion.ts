import { type BinaryNode, generateSignalPubKey, type KeyPair, type proto } from '@whiskeysockets/baileys'
import { bigEndian, bytesOf, child, childrenOf, contentOf, node } from './fake-node.ts'

/** A device linked to the number: what the server and the phones know of the bot. */
export interface Companion {
  device: number
  /** The number and the lid, each with the device. */
  pn: string
  lid: string
  noiseKey: Buffer
  identity: Buffer
  registrationId: number
  signedPreKey: SignedPreKey
  /** Uploaded, and not used yet. */
  preKeys: PreKey[]
  /** Is told there is one when there is none: it then uploads five, not eight hundred, which takes a test half a second. */
  isSpared?: boolean
}

interface PreKey {
  keyId: number
  publicKey: Buffer
}

interface SignedPreKey extends PreKey {
  signature: Buffer
}

type Names = Pick<Companion, 'device' | 'pn' | 'lid'>

/** As it introduces itself when it is not linked yet. */
export function companionOf(
  data: proto.ClientPayload.IDevicePairingRegistrationData,
  noiseKey: Buffer,
  names: Names,
): Companion {
  return {
    ...names,
    noiseKey,
    identity: asBuffer(data.eIdent),
    registrationId: asBuffer(data.eRegid).readUIntBE(0, 4),
    signedPreKey: {
      keyId: asBuffer(data.eSkeyId).readUIntBE(0, 3),
      publicKey: asBuffer(data.eSkeyVal),
      signature: asBuffer(data.eSkeySig),
    },
    preKeys: [],
  }
}

/** What it uploads: its identity, and keys to begin conversations with. */
export function upload(companion: Companion, iq: BinaryNode): void {
  const skey = child(iq, 'skey') ?? child(child(iq, 'rotate'), 'skey')
  if (skey) companion.signedPreKey = signedPreKeyOf(skey)
  if (child(iq, 'identity')) companion.identity = bytesOf(iq, 'identity')
  companion.preKeys.push(...childrenOf(child(iq, 'list'), 'key').map(preKeyOf))
}

/** What a phone needs to write to it for the first time; a one-time key is used up. */
export function sessionWith(companion: Companion) {
  const { registrationId, identity, signedPreKey } = companion
  return {
    registrationId,
    identityKey: generateSignalPubKey(identity),
    signedPreKey: { ...signedPreKey, publicKey: generateSignalPubKey(signedPreKey.publicKey) },
    ...oneTime(companion.preKeys.shift()),
  }
}

/** The same of a phone, for the bot. */
export function bundleNode(
  jid: string,
  keys: {
    registrationId: number
    identity: KeyPair
    signed: { keyId: number; keyPair: KeyPair; signature: Uint8Array }
    oneTime: { keyId: number; keyPair: KeyPair }
  },
): BinaryNode {
  const key = (tag: string, keyId: number, pair: KeyPair, more: BinaryNode[] = []) =>
    node(tag, {}, [node('id', {}, bigEndian(keyId, 3)), node('value', {}, pair.public), ...more])
  return node('user', { jid }, [
    node('registration', {}, bigEndian(keys.registrationId, 4)),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, keys.identity.public),
    key('skey', keys.signed.keyId, keys.signed.keyPair, [node('signature', {}, keys.signed.signature)]),
    key('key', keys.oneTime.keyId, keys.oneTime.keyPair),
  ])
}

function oneTime(key: PreKey | undefined) {
  return key ? { preKey: { keyId: key.keyId, publicKey: generateSignalPubKey(key.publicKey) } } : {}
}

function preKeyOf(key: BinaryNode): PreKey {
  return { keyId: bytesOf(key, 'id').readUIntBE(0, 3), publicKey: bytesOf(key, 'value') }
}

function signedPreKeyOf(key: BinaryNode): SignedPreKey {
  return { ...preKeyOf(key), signature: bytesOf(key, 'signature') }
}

/** The bundle that comes along with a retry receipt. */
export function bundleOf(receipt: BinaryNode, companion: Companion): Companion | null {
  const keys = child(receipt, 'keys')
  const [key, skey] = [child(keys, 'key'), child(keys, 'skey')]
  if (!keys || !skey) return null
  return {
    ...companion,
    identity: bytesOf(keys, 'identity'),
    registrationId: contentOf(child(receipt, 'registration') ?? receipt).readUIntBE(0, 4),
    signedPreKey: signedPreKeyOf(skey),
    preKeys: key ? [preKeyOf(key)] : [],
  }
}

function asBuffer(bytes: Uint8Array | null | undefined): Buffer {
  if (!bytes) throw new Error('the device says too little of itself')
  return Buffer.from(bytes)
}

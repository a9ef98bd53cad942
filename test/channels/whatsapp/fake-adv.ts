import {
  type AuthenticationCreds,
  Curve,
  hmacSign,
  initAuthCreds,
  type KeyPair,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
  WA_ADV_DEVICE_SIG_PREFIX,
} from '@whiskeysockets/baileys'
import { type Companion, companionOf } from './fake-companion.ts'
import { bigEndian } from './fake-node.ts'

/** The number's own word that a device belongs to it. */
export function vouchFor(
  device: { identity: Uint8Array; index: number },
  account: KeyPair,
  nowMs: number,
): proto.IADVSignedDeviceIdentity {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: 1,
    timestamp: Math.floor(nowMs / 1000),
    keyIndex: device.index,
  }).finish()
  const signed = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, device.identity])
  return { details, accountSignatureKey: account.public, accountSignature: Curve.sign(account.private, signed) }
}

/** The same, so that only the device whose QR code was read believes it. */
export function sealedFor(advSecret: Uint8Array, vouched: proto.IADVSignedDeviceIdentity): Uint8Array {
  const details = proto.ADVSignedDeviceIdentity.encode(vouched).finish()
  return proto.ADVSignedDeviceIdentityHMAC.encode({ details, hmac: hmacSign(details, advSecret) }).finish()
}

/** Credentials as they are after a device was linked and its first synchronisation is over. */
export function linkedCreds(
  names: Pick<Companion, 'device' | 'pn' | 'lid'>,
  account: KeyPair,
  nowMs: number,
): { creds: AuthenticationCreds; companion: Companion } {
  const creds = initAuthCreds()
  const { signedIdentityKey: identity, signedPreKey } = creds
  const vouched = vouchFor({ identity: identity.public, index: names.device }, account, nowMs)
  const message = Buffer.concat([
    WA_ADV_DEVICE_SIG_PREFIX,
    vouched.details ?? Buffer.alloc(0),
    identity.public,
    account.public,
  ])
  creds.account = { ...vouched, deviceSignature: Curve.sign(identity.private, message) }
  creds.me = { id: names.pn, lid: names.lid, name: 'Afilia' }
  creds.signalIdentities = [
    { identifier: { name: names.lid, deviceId: 0 }, identifierKey: Buffer.concat([Buffer.from([5]), account.public]) },
  ]
  creds.registered = true
  creds.accountSyncCounter = 1
  const data = {
    eIdent: identity.public,
    eRegid: bigEndian(creds.registrationId, 4),
    eSkeyId: bigEndian(signedPreKey.keyId, 3),
    eSkeyVal: signedPreKey.keyPair.public,
    eSkeySig: signedPreKey.signature,
  }
  return { creds, companion: companionOf(data, Buffer.from(creds.noiseKey.public), names) }
}

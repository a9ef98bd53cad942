import { randomBytes } from 'node:crypto'
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  type BinaryNode,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type KeyPair,
} from '@whiskeysockets/baileys'
import { bytesOf, node, SERVER } from './fake-node.ts'

/** A device that wants to be linked by a code it shows; the code itself is never sent. */
export interface Hello {
  ref: Buffer
  number: string
  /** Its key for this one time: salt, iv, and the key under the code. */
  wrapped: Buffer
}

/** The phone's half once the code is typed: its own key under the same code, and what both have in common now. */
export async function primaryHello(
  code: string,
  hello: Hello,
  account: KeyPair,
): Promise<{ notification: BinaryNode; shared: Buffer }> {
  const typed = code.replaceAll('-', '')
  const key = await derivePairingCodeKey(typed, hello.wrapped.subarray(0, 32))
  const companion = aesDecryptCTR(hello.wrapped.subarray(48, 80), key, hello.wrapped.subarray(32, 48))
  const ephemeral = Curve.generateKeyPair()
  const [salt, iv] = [randomBytes(32), randomBytes(16)]
  const sealed = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(typed, salt), iv)
  const content = [
    node('link_code_pairing_ref', {}, hello.ref),
    node('primary_identity_pub', {}, account.public),
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, Buffer.concat([salt, iv, sealed])),
  ]
  const attrs = { from: SERVER, type: 'link_code_companion_reg', id: randomBytes(4).toString('hex') }
  const reg = node('link_code_companion_reg', { stage: 'primary_hello' }, content)
  return { notification: node('notification', attrs, [reg]), shared: Curve.sharedKey(ephemeral.private, companion) }
}

/** The secret both derive, by which the device believes what it is told next. Throws if the code was another one. */
export function finishPairingByCode(finish: BinaryNode | undefined, shared: Buffer, account: KeyPair): Buffer {
  const bundle = bytesOf(finish, 'link_code_pairing_wrapped_key_bundle')
  const info = 'link_code_pairing_key_bundle_encryption_key'
  const key = Buffer.from(hkdf(shared, 32, { salt: bundle.subarray(0, 32), info }))
  const plain = aesDecryptGCM(bundle.subarray(44), key, bundle.subarray(32, 44), Buffer.alloc(0))
  const [identity, primary, random] = [plain.subarray(0, 32), plain.subarray(32, 64), plain.subarray(64)]
  if (!primary.equals(account.public) || !identity.equals(bytesOf(finish, 'companion_identity_public'))) {
    throw new Error('the device answered somebody else')
  }
  const secret = Buffer.concat([shared, Curve.sharedKey(account.private, identity), random])
  return Buffer.from(hkdf(secret, 32, { info: 'adv_secret' }))
}

import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  type KeyPair,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
} from '@whiskeysockets/baileys'

/** The server's side of Noise_XX_25519_AESGCM_SHA256, once for every connection. */
export interface Responder {
  /** Answers the client's hello. */
  answer(hello: Uint8Array): Buffer
  /** Reads its finish: the key it is known by, and its ClientPayload. From here on the two others work. */
  finish(finish: Uint8Array): { staticKey: Buffer; payload: Buffer }
  encrypt(plain: Uint8Array): Buffer
  decrypt(sealed: Uint8Array): Buffer
}

const NOTHING = Buffer.alloc(0)

export function noiseResponder(root: KeyPair): Responder {
  const ephemeral = Curve.generateKeyPair()
  const own = Curve.generateKeyPair()
  const state = symmetricState()
  let [reading, writing] = [counted(NOTHING), counted(NOTHING)]
  state.mixHash(NOISE_WA_HEADER)

  return {
    answer(hello) {
      const theirs = Buffer.from(proto.HandshakeMessage.decode(hello).clientHello?.ephemeral ?? NOTHING)
      state.mixHash(theirs)
      state.mixHash(ephemeral.public)
      state.mixKey(Curve.sharedKey(ephemeral.private, theirs))
      const sealed = state.encrypt(own.public)
      state.mixKey(Curve.sharedKey(own.private, theirs))
      const payload = state.encrypt(certificate(root, own))
      const serverHello = { ephemeral: ephemeral.public, static: sealed, payload }
      return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish())
    },
    finish(bytes) {
      const finish = proto.HandshakeMessage.decode(bytes).clientFinish
      const staticKey = state.decrypt(finish?.static ?? NOTHING)
      state.mixKey(Curve.sharedKey(ephemeral.private, staticKey))
      const payload = state.decrypt(finish?.payload ?? NOTHING)
      const [toServer, toClient] = state.split()
      ;[reading, writing] = [counted(toServer), counted(toClient)]
      return { staticKey, payload }
    },
    encrypt: (plain) => aesEncryptGCM(plain, writing.key, writing.next(), NOTHING),
    decrypt: (sealed) => aesDecryptGCM(sealed, reading.key, reading.next(), NOTHING),
  }
}

function symmetricState() {
  let hash: Buffer = Buffer.from(NOISE_MODE)
  let salt: Buffer = hash
  let sealing = counted(hash)
  const mixHash = (data: Uint8Array) => {
    hash = Buffer.from(sha256(Buffer.concat([hash, data])))
  }
  const expand = (data: Uint8Array): [Buffer, Buffer] => {
    const key = Buffer.from(hkdf(data, 64, { salt, info: '' }))
    return [key.subarray(0, 32), key.subarray(32)]
  }
  return {
    mixHash,
    mixKey(data: Uint8Array) {
      const [next, key] = expand(data)
      salt = next
      sealing = counted(key)
    },
    encrypt(plain: Uint8Array): Buffer {
      const sealed = aesEncryptGCM(plain, sealing.key, sealing.next(), hash)
      mixHash(sealed)
      return sealed
    },
    decrypt(sealed: Uint8Array): Buffer {
      const plain = aesDecryptGCM(sealed, sealing.key, sealing.next(), hash)
      mixHash(sealed)
      return plain
    },
    split: () => expand(NOTHING),
  }
}

/** A key, and the nonces it is used with. */
function counted(key: Buffer): { key: Buffer; next(): Buffer } {
  let count = 0
  return {
    key,
    next() {
      const iv = Buffer.alloc(12)
      iv.writeUInt32BE(count++, 8)
      return iv
    },
  }
}

function certificate(root: KeyPair, leaf: KeyPair): Uint8Array {
  const { Details } = proto.CertChain.NoiseCertificate
  const middle = Curve.generateKeyPair()
  const intermediate = Details.encode({ serial: 1, issuerSerial: 0, key: middle.public }).finish()
  const last = Details.encode({ serial: 2, issuerSerial: 1, key: leaf.public }).finish()
  return proto.CertChain.encode({
    intermediate: { details: intermediate, signature: Curve.sign(root.private, intermediate) },
    leaf: { details: last, signature: Curve.sign(middle.private, last) },
  }).finish()
}

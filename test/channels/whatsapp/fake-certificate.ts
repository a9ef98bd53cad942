import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate for 127.0.0.1 that vouches for itself, made anew each time: no key lies about. PEM. */
export function makeCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = toBeSigned(publicKey)
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, sequence(ECDSA_SHA256), tagged(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

/** Of X.509, no more than a client looks at: names, a long life, the address, and that it may vouch. */
function toBeSigned(publicKey: KeyObject): Buffer {
  const name = sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from('fake')))))
  const life = sequence(tagged(0x17, Buffer.from('000101000000Z')), tagged(0x17, Buffer.from('491231235959Z')))
  const address = sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])), tagged(0x82, Buffer.from('localhost')))
  const extensions = sequence(
    sequence(oid('551d11'), tagged(0x04, address)),
    sequence(
      oid('551d13'),
      tagged(0x01, Buffer.from([0xff])),
      tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
    ),
  )
  return sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    sequence(ECDSA_SHA256),
    name,
    life,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  )
}

const ECDSA_SHA256 = oid('2a8648ce3d040302')

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]))
}

function sequence(...parts: Uint8Array[]): Buffer {
  return tagged(0x30, ...parts)
}

/** DER: a tag, the length in as few bytes as it takes, the content. */
function tagged(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

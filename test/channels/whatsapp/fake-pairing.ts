import { randomBytes } from 'node:crypto'
import { type BinaryNode, Curve, type KeyPair, proto, WA_ADV_DEVICE_SIG_PREFIX } from '@whiskeysockets/baileys'
import { sealedFor, vouchFor } from './fake-adv.ts'
import { type Companion, companionOf } from './fake-companion.ts'
import { goodbye, say } from './fake-door.ts'
import type { Happenings } from './fake-happenings.ts'
import { bytesOf, child, node, SERVER } from './fake-node.ts'
import { finishPairingByCode, type Hello, primaryHello } from './fake-pairing-code.ts'
import type { Caller, Wire } from './fake-wire.ts'

/** What a person does on the number's phone to link a device. */
export interface Pairing {
  /** Points the camera at the QR code. Resolves once the device is linked and told to start anew. */
  link(qr: string): Promise<void>
  /** Types the code the device shows. Rejects if it is another one. */
  enter(code: string): Promise<void>
  /** The number a device asked to be linked to by code; null while none did. */
  askedFor(): string | null
}

export interface PairingDesk extends Pairing {
  registering(wire: Wire, caller: Caller): void
  heard(wire: Wire, stanza: BinaryNode): void
  left(wire: Wire): void
}

interface Candidate {
  wire: Wire
  caller: Caller
  refs: string[]
  hello?: Hello
  /** Answers to what it was asked, by the id of the question. */
  answers: BinaryNode[]
}

export interface Registry extends Happenings {
  account(): KeyPair
  now(): number
  nextDevice(): Pick<Companion, 'device' | 'pn' | 'lid'>
  link(companion: Companion): void
}

const REFS = 6

export function makePairing(registry: Registry): PairingDesk {
  const candidates = new Map<Wire, Candidate>()
  const find = (fits: (one: Candidate) => boolean) => [...candidates.values()].find(fits)

  async function succeed({ wire, caller, answers }: Candidate, advSecret: Buffer): Promise<void> {
    const names = registry.nextDevice()
    const companion = companionOf(caller.payload.devicePairingData ?? {}, caller.noiseKey, names)
    const vouched = vouchFor({ identity: companion.identity, index: names.device }, registry.account(), registry.now())
    const id = newId()
    const success = [
      node('device-identity', {}, sealedFor(advSecret, vouched)),
      node('platform', { name: 'android' }),
      node('device', { jid: names.pn, lid: names.lid }),
    ]
    wire.send(node('iq', { from: SERVER, type: 'set', id }, [node('pair-success', {}, success)]))
    const answer = await registry.until(() => answers.find(({ attrs }) => attrs.id === id))
    verify(bytesOf(child(answer, 'pair-device-sign'), 'device-identity'), companion, registry.account())
    registry.link(companion)
    say(wire, goodbye(515))
  }

  return {
    registering(wire, caller) {
      const refs = Array.from({ length: REFS }, () => `2@${randomBytes(12).toString('base64url')}`)
      candidates.set(wire, { wire, caller, refs, answers: [] })
      const device = node(
        'pair-device',
        {},
        refs.map((ref) => node('ref', {}, ref)),
      )
      wire.send(node('iq', { from: SERVER, type: 'set', id: newId() }, [device]))
    },
    heard(wire, stanza) {
      const candidate = candidates.get(wire)
      if (!candidate) return
      const asked = child(stanza, 'link_code_companion_reg')
      if (asked) candidate.hello = answerCode(candidate, stanza, asked)
      candidate.answers.push(stanza)
      registry.changed()
    },
    left: (wire) => void candidates.delete(wire),
    async link(qr) {
      const [ref = '', noise = '', identity = '', advSecret = ''] = qr.replace(/^.*#/, '').split(',')
      const scanned = find(({ refs }) => refs.includes(ref))
      if (!scanned) throw new Error('this QR code is not valid any more')
      const { caller } = scanned
      const told = [caller.noiseKey, Buffer.from(caller.payload.devicePairingData?.eIdent ?? [])]
      const shown = [noise, identity].map((key) => Buffer.from(key, 'base64'))
      if (!told.every((key, index) => shown[index]?.equals(key))) throw new Error('the QR code is of another device')
      await succeed(scanned, Buffer.from(advSecret, 'base64'))
    },
    async enter(code) {
      const candidate = await registry.until(() => find(({ hello }) => hello !== undefined))
      const { wire, answers, hello } = candidate
      if (!hello) throw new Error('no device asked for a code')
      const { notification, shared } = await primaryHello(code, hello, registry.account())
      wire.send(notification)
      const finish = await registry.until(() => answers.find((one) => isFinish(one)))
      const reg = child(finish, 'link_code_companion_reg')
      await succeed(candidate, finishPairingByCode(reg, shared, registry.account()))
    },
    askedFor: () => find(({ hello }) => hello !== undefined)?.hello?.number ?? null,
  }
}

/** Takes note of what the device wants, and answers with a ref or, at the end, with a nod. */
function answerCode({ wire, hello }: Candidate, stanza: BinaryNode, asked: BinaryNode): Hello {
  const ref = hello?.ref ?? randomBytes(12)
  const reply = isFinish(stanza) ? [] : [node('link_code_companion_reg', {}, [node('link_code_pairing_ref', {}, ref)])]
  wire.send(node('iq', { id: stanza.attrs.id, from: SERVER, type: 'result' }, reply))
  if (hello && isFinish(stanza)) return hello
  return {
    ref,
    number: (asked.attrs.jid ?? '').replace(/@.*$/, ''),
    wrapped: bytesOf(asked, 'link_code_pairing_wrapped_companion_ephemeral_pub'),
  }
}

function isFinish(stanza: BinaryNode): boolean {
  return child(stanza, 'link_code_companion_reg')?.attrs.stage === 'companion_finish'
}

/** The device countersigned: else somebody else answered. */
function verify(answer: Uint8Array, { identity }: Companion, account: KeyPair): void {
  const { details, deviceSignature } = proto.ADVSignedDeviceIdentity.decode(answer)
  const nothing = Buffer.alloc(0)
  const message = Buffer.concat([WA_ADV_DEVICE_SIG_PREFIX, details ?? nothing, identity, account.public])
  if (!Curve.verify(identity, message, deviceSignature ?? nothing)) throw new Error('not signed by the device')
}

function newId(): string {
  return randomBytes(4).toString('hex')
}

import { proto, toNumber, type WAMessageKey } from '@whiskeysockets/baileys'

/** A message that WhatsApp left to our own phone, as that phone hands it on. */
export interface Resent {
  key: WAMessageKey & { id: string; remoteJid: string }
  /** When it was said (s); 0: it does not say. */
  seconds: number
  name: string
  message: proto.IMessage
}

/** ProtocolMessage.Type: a device answers what another one of its account asked. */
const ANSWER = 17

/**
 * What of some messages reaches a linked device is only that they exist (`<unavailable>`, or a stanza without anything in it). Baileys
 * asks our own phone for them, and its answer goes through the journal like any message. It must be the own phone's: that is for the
 * caller to see to. Unproved, for want of the real network: by which name the phone calls the chat, and whether it answers a day later,
 * to a line opened since; the fake does both.
 */
export function resentIn(message: proto.IMessage): Resent[] {
  const { type, peerDataOperationRequestResponseMessage: answer } = message.protocolMessage ?? {}
  if (type !== ANSWER) return []
  return (answer?.peerDataOperationResult ?? []).flatMap(({ placeholderMessageResendResponse: resend }) => {
    const resent = resend?.webMessageInfoBytes ? read(resend.webMessageInfoBytes) : null
    return resent === null ? [] : [resent]
  })
}

function read(bytes: Uint8Array): Resent | null {
  try {
    const { key, message, messageTimestamp, pushName, participant } = proto.WebMessageInfo.decode(bytes)
    const { id, remoteJid, fromMe } = key ?? {}
    if (!id || !remoteJid || !message) return null
    const author = key?.participant || participant
    return {
      key: { id, remoteJid, fromMe: fromMe === true, ...(author && { participant: author }) },
      seconds: toNumber(messageTimestamp),
      name: pushName ?? '',
      message,
    }
  } catch {
    return null
  }
}

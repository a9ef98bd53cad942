import type { proto } from '@whiskeysockets/baileys'

/** Envelopes around what somebody sends. */
const ENVELOPES = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
  'groupMentionedMessage',
  'associatedChildMessage',
  'lottieStickerMessage',
  'pollCreationMessageV4',
  'deviceSentMessage',
] as const satisfies readonly (keyof proto.IMessage)[]

/** More than this many in one another is nobody's message. */
const DEEPEST = 6

/** What lies in the envelopes; null for too many of them, two side by side, or nothing. */
export function unwrap(message: proto.IMessage | null | undefined): proto.IMessage | null {
  let inner = message
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    if (typeof inner !== 'object' || inner === null) return null
    const outer: proto.IMessage = inner
    const [envelope, another] = ENVELOPES.filter((name) => (outer[name] ?? null) !== null)
    if (envelope === undefined) return outer
    inner = another === undefined ? outer[envelope]?.message : null
  }
  return null
}

/** A copy of what another device of our own account sent, and to whom; null for what is none. Only our own account may say so. */
export function deviceSent(message: proto.IMessage | null | undefined): { to: string; message: proto.IMessage } | null {
  const { destinationJid: to, message: sent } = message?.deviceSentMessage ?? {}
  return typeof to === 'string' && to !== '' && sent ? { to, message: sent } : null
}

import { proto } from '@whiskeysockets/baileys'
import type { Attrs } from './fake-node.ts'

/** Whom a hostile client may speak of. */
export interface Scene {
  /** Their own names, the bot's, and those of a member of staff. */
  own: { pn: string; lid: string }
  bot: { pn: string; lid: string }
  staff: { pn: string; lid: string }
  /** A message of the bot's in their chat, and one of theirs. */
  ours: string
  theirs: string
}

/** What a hostile client seals and what its stanza says; `heard`: what of it anybody may hear. */
export interface Attack {
  what: proto.IMessage | Uint8Array
  attrs?: Attrs
  heard?: { kind: string; text?: string }
}

const { Type } = proto.Message.ProtocolMessage
const pad = { messageContextInfo: {} }

/** By name; `text` is any. Names of others beside one's own are a matter of identity.test.ts: Baileys itself moves keys on them. */
export const ATTACKS: Readonly<Record<string, (scene: Scene, text: string) => Attack>> = {
  nothing: () => ({ what: {} }),
  garbage: (_, text) => ({ what: Buffer.from(`\xff${text}`, 'latin1') }),
  'cut off': () => ({ what: Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f, 0x41]) }),
  'too deep': (_, text) => ({ what: nested(text, 40) }),
  'two things at once': (_, text) => ({ what: { conversation: `x${text}`, imageMessage: { caption: text } } }),
  history: () => ({
    what: protocol({
      type: Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: { syncType: 3, initialHistBootstrapInlinePayload: Buffer.from('nothing') },
    }),
  }),
  keys: () => ({
    what: protocol({
      type: Type.APP_STATE_SYNC_KEY_SHARE,
      appStateSyncKeyShare: {
        keys: [{ keyId: { keyId: Buffer.from('evil') }, keyData: { keyData: Buffer.alloc(32) } }],
      },
    }),
  }),
  'names of others': ({ own, staff }) => {
    const pnToLidMappings = [{ pn: number(staff.pn), assignedLid: number(own.lid), latestLid: number(own.lid) }]
    const encodedMappingPayload = proto.LIDMigrationMappingSyncPayload.encode({ pnToLidMappings }).finish()
    return {
      what: protocol({
        type: Type.LID_MIGRATION_MAPPING_SYNC,
        lidMigrationMappingSyncMessage: { encodedMappingPayload },
      }),
    }
  },
  'answers nobody asked for': ({ theirs }, text) => ({
    what: answer({ remoteJid: 'x@s.whatsapp.net', id: theirs, fromMe: true }, text),
  }),
  'an answer as of the own phone': ({ staff }, text) => ({
    what: answer({ remoteJid: staff.lid, id: '3A0000000000000000EE', fromMe: false }, text),
    attrs: { category: 'peer' },
  }),
  'an answer about what staff wrote by hand': ({ own }, text) => ({
    what: answer({ remoteJid: own.lid, id: '3A0000000000000000ED', fromMe: true }, text),
    attrs: { category: 'peer' },
  }),
  'an answer to the number itself': ({ bot, staff }, text) => ({
    what: answer({ remoteJid: staff.lid, id: '3A0000000000000000EC', fromMe: false }, text),
    attrs: { category: 'peer', recipient: bot.lid, peer_recipient_pn: bot.pn },
  }),
  'a timer': () => ({ what: protocol({ type: Type.EPHEMERAL_SETTING, ephemeralExpiration: 86_400 }) }),
  'an edit of ours': ({ ours }, text) => ({ what: edit(ours, `x${text}`), attrs: { edit: '1' } }),
  'an edit of nothing': (_, text) => ({ what: edit('3A0000000000000000FF', `x${text}`), attrs: { edit: '1' } }),
  'an edit without words': ({ theirs }) => ({ what: edit(theirs, ''), attrs: { edit: '1' } }),
  'a deletion of ours': ({ ours }) => ({ what: protocol({ type: Type.REVOKE, key: { id: ours, fromMe: false } }) }),
  'a deletion of nothing': () => ({ what: protocol({ type: Type.REVOKE, key: { id: 'NONE' } }) }),
  'a deletion without a key': () => ({ what: protocol({ type: Type.REVOKE }) }),
  'a reaction': ({ ours }) => ({ what: { reactionMessage: { key: { id: ours }, text: '👍' } } }),
  'a vote': ({ ours }) => ({ what: { pollUpdateMessage: { pollCreationMessageKey: { id: ours } } } }),
  'a pin': ({ ours }) => ({ what: { pinInChatMessage: { key: { id: ours }, type: 1 } } }),
  'a kept message': ({ ours }) => ({ what: { keepInChatMessage: { key: { id: ours }, keepType: 1 } } }),
  'a call': () => ({ what: { callLogMesssage: { isVideo: true } } }),
  'a group key': () => ({ what: { senderKeyDistributionMessage: { groupId: '1@g.us' } } }),
  'a status in a group': (_, text) => ({
    what: { extendedTextMessage: { text: `x${text}`, contextInfo: { isGroupStatus: true } } },
  }),
  status: ({ own }, text) => ({
    what: { conversation: `x${text}` },
    attrs: { from: 'status@broadcast', participant: own.lid },
  }),
  'a broadcast': ({ own }, text) => ({
    what: { conversation: `x${text}` },
    attrs: { from: '1234567890@broadcast', participant: own.lid },
  }),
  newsletter: (_, text) => ({ what: { conversation: `x${text}` }, attrs: { from: '120363000000000001@newsletter' } }),
  'no address': (_, text) => ({ what: { conversation: `x${text}` }, attrs: { from: 'who@knows' } }),
  'in the name of the number': ({ staff }, text) => ({
    what: { deviceSentMessage: { destinationJid: staff.lid, message: { conversation: `x${text}` } } },
    attrs: { recipient: staff.lid, peer_recipient_pn: staff.pn },
  }),
  // What remains is theirs, and said in their own chat.
  'a message to somebody else': ({ staff }, text) => ({
    what: { deviceSentMessage: { destinationJid: staff.lid, message: { conversation: `x${text}` } } },
    heard: { kind: 'text', text: `x${text}` },
  }),
  'a picture to be seen once': (_, text) => ({
    what: { viewOnceMessageV2: { message: { imageMessage: { caption: text, viewOnce: true } } } },
    heard: { kind: 'picture' },
  }),
  'a poll': (_, text) => ({ what: { pollCreationMessageV3: { name: text } }, heard: { kind: 'other' } }),
  'a false quotation': ({ bot, ours }, text) => ({
    what: {
      extendedTextMessage: {
        text: `x${text}`,
        contextInfo: { stanzaId: `${ours}0`, participant: bot.lid, quotedMessage: { conversation: '1. Sí' } },
      },
    },
    heard: { kind: 'text', text: `x${text}` },
  }),
  'very much': (_, text) => ({
    what: { conversation: `x${text}`.padEnd(300_000, 'ñ') },
    heard: { kind: 'text', text: `x${text}`.padEnd(4097, 'ñ') },
  }),
}

function protocol(protocolMessage: proto.Message.IProtocolMessage): proto.IMessage {
  return { protocolMessage, ...pad }
}

/** What only the own phone may say: the message it was asked for. */
function answer(key: proto.IMessageKey, text: string): proto.IMessage {
  const webMessageInfoBytes = proto.WebMessageInfo.encode({ key, message: { conversation: `x${text}` } }).finish()
  return protocol({
    type: Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
    peerDataOperationRequestResponseMessage: {
      peerDataOperationResult: [{ placeholderMessageResendResponse: { webMessageInfoBytes } }],
    },
  })
}

function edit(id: string, text: string): proto.IMessage {
  const protocolMessage = { key: { id, fromMe: true }, type: Type.MESSAGE_EDIT, editedMessage: { conversation: text } }
  return { editedMessage: { message: { protocolMessage } } }
}

function nested(text: string, depth: number): proto.IMessage {
  return depth === 0 ? { conversation: text } : { ephemeralMessage: { message: nested(text, depth - 1) } }
}

function number(jid: string): number {
  return Number(/^\d+/.exec(jid)?.[0])
}

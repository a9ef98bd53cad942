import { proto } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentOf } from '../../../src/channels/whatsapp/content.ts'
import { deviceSent } from '../../../src/channels/whatsapp/unwrap.ts'
import { contentSchema, LONGEST_TEXT } from '../../../src/update.ts'

/** As it comes from the network. */
function sent(message: proto.IMessage): proto.Message {
  return proto.Message.decode(proto.Message.encode(proto.Message.create(message)).finish())
}
const read = (message: proto.IMessage) => contentOf(sent(message))
const { Type } = proto.Message.ProtocolMessage
const key = { id: '3EB0', remoteJid: '5216441234567@s.whatsapp.net', fromMe: true }
const text = { conversation: 'hola' }

describe('what somebody says', () => {
  it.each<[string, proto.IMessage, object]>([
    ['text', text, { kind: 'text', text: 'hola' }],
    ['text with a link', { extendedTextMessage: { text: 'hola' } }, { kind: 'text', text: 'hola' }],
    ['a photo', { imageMessage: { caption: 'mi nss' } }, { kind: 'picture', caption: 'mi nss' }],
    ['a video', { videoMessage: {} }, { kind: 'picture' }],
    ['a moving picture', { videoMessage: { gifPlayback: true } }, { kind: 'picture' }],
    ['a voice note', { audioMessage: { ptt: true } }, { kind: 'voice' }],
    ['a song', { audioMessage: {} }, { kind: 'voice' }],
    ['a round video', { ptvMessage: {} }, { kind: 'voice' }],
    ['a document', { documentMessage: { fileName: 'a.pdf' } }, { kind: 'document' }],
    ['a sticker', { stickerMessage: {} }, { kind: 'sticker' }],
  ])('%s', (_, message, content) => {
    const media = !('text' in content)
    expect(read(message)).toEqual({ content, quotes: null, of: null, carried: false, media })
  })

  it.each<[string, proto.IMessage, object]>([
    ['a place', { locationMessage: { comment: 'aquí' } }, { caption: 'aquí' }],
    ['a place that moves', { liveLocationMessage: { caption: 'voy' } }, { caption: 'voy' }],
    ['a contact', { contactMessage: { displayName: 'Ana', vcard: 'V' } }, {}],
    ['contacts', { contactsArrayMessage: { contacts: [{}] } }, {}],
    ['a poll', { pollCreationMessage: { name: '¿Ya?' } }, { caption: '¿Ya?' }],
    ['a poll', { pollCreationMessageV2: { name: '¿Ya?' } }, { caption: '¿Ya?' }],
    ['a poll', { pollCreationMessageV3: { name: '¿Ya?' } }, { caption: '¿Ya?' }],
    ['a poll', { pollCreationMessageV4: { message: { pollCreationMessage: { name: '¿Ya?' } } } }, { caption: '¿Ya?' }],
    ['a poll', { pollCreationMessageV5: { name: '¿Ya?' } }, { caption: '¿Ya?' }],
    ['an event', { eventMessage: { name: 'Feria' } }, { caption: 'Feria' }],
    ['an invitation', { groupInviteMessage: { caption: 'ven' } }, { caption: 'ven' }],
    ['stickers', { stickerPackMessage: { caption: 'mira' } }, { caption: 'mira' }],
    ['a product', { productMessage: { body: 'uno' } }, { caption: 'uno' }],
    ['an order', { orderMessage: { message: 'dos' } }, { caption: 'dos' }],
    ['an invoice', { invoiceMessage: { note: 'tres' } }, { caption: 'tres' }],
    ["a company's buttons", { buttonsMessage: { contentText: 'elige' } }, { caption: 'elige' }],
    ["a company's list", { listMessage: { description: 'elige' } }, { caption: 'elige' }],
    ["a company's flow", { interactiveMessage: { body: { text: 'elige' } } }, { caption: 'elige' }],
    [
      "a company's template",
      { templateMessage: { hydratedTemplate: { hydratedContentText: 'elige' } } },
      { caption: 'elige' },
    ],
  ])('%s, which we cannot read', (_, message, caption) =>
    expect(read(message)).toMatchObject({ content: { kind: 'other', ...caption }, media: false }),
  )

  it.each<[string, proto.IMessage]>([
    ['a button', { buttonsResponseMessage: { selectedButtonId: 'x', selectedDisplayText: 'Sí' } }],
    ['a button of a template', { templateButtonReplyMessage: { selectedId: 'x', selectedDisplayText: 'Sí' } }],
    ['a line of a list', { listResponseMessage: { title: 'Sí' } }],
    ['a flow', { interactiveResponseMessage: { body: { text: 'Sí' } } }],
    ['a flow in JSON', { interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson: '{"title":"Sí"}' } } }],
    [
      'a flow in other JSON',
      { interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson: '{"id":"1","display_text":"Sí"}' } } },
    ],
  ])('what was chosen with %s', (_, message) =>
    expect(read(message)).toMatchObject({ content: { kind: 'text', text: 'Sí' }, media: false }),
  )

  it.each(['', '{', '[]', 'null', '7', '{"title":7}', '{"title":""}', `{"title":"${'x'.repeat(20_000)}"}`])(
    'a flow that names nothing is nothing: %j',
    (paramsJson) =>
      expect(read({ interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson } } })).toBeNull(),
  )

  it('is cut one behind what anybody reads', () => {
    const long = 'ñ'.repeat(LONGEST_TEXT + 50)
    const cut = 'ñ'.repeat(LONGEST_TEXT + 1)
    expect(read({ conversation: long })?.content).toEqual({ kind: 'text', text: cut })
    expect(read({ imageMessage: { caption: long } })?.content).toEqual({ kind: 'picture', caption: cut })
    expect(
      read({ protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage: { conversation: long } } })?.content,
    ).toEqual({ kind: 'edit', text: cut })
  })
})

describe('envelopes', () => {
  const wrapped = (name: keyof proto.IMessage, message: proto.IMessage): proto.IMessage => ({ [name]: { message } })

  it.each<keyof proto.IMessage>([
    'ephemeralMessage',
    'viewOnceMessage',
    'viewOnceMessageV2',
    'viewOnceMessageV2Extension',
    'documentWithCaptionMessage',
    'editedMessage',
    'groupMentionedMessage',
    'associatedChildMessage',
    'deviceSentMessage',
  ])('%s is opened, and may stand in a disappearing one', (name) => {
    const picture = { imageMessage: { caption: 'a' } }
    expect(read(wrapped(name, picture))?.content).toEqual({ kind: 'picture', caption: 'a' })
    expect(read(wrapped('ephemeralMessage', wrapped(name, picture)))?.content.kind).toBe('picture')
    expect(read(wrapped(name, {}))).toBeNull()
  })

  it('a moving sticker is a sticker', () => {
    expect(read(wrapped('lottieStickerMessage', { stickerMessage: {} }))?.content).toEqual({ kind: 'sticker' })
  })

  it('keys and settings beside the words do not matter', () => {
    const beside = {
      senderKeyDistributionMessage: { groupId: 'g' },
      messageContextInfo: { messageSecret: new Uint8Array(32) },
    }
    expect(read({ ...text, ...beside })?.content).toEqual({ kind: 'text', text: 'hola' })
    expect(read(beside)).toBeNull()
  })

  it('too many are not opened, however many there are', () => {
    const inside = (depth: number): proto.IMessage => {
      let message: proto.IMessage = text
      for (let at = 0; at < depth; at += 1) message = wrapped('ephemeralMessage', message)
      return message
    }
    expect(contentOf(inside(6))?.content.kind).toBe('text')
    expect(contentOf(inside(7))).toBeNull()
    expect(contentOf(inside(100_000))).toBeNull()
    const loop: proto.IMessage = {}
    loop.ephemeralMessage = { message: loop }
    expect(contentOf(loop)).toBeNull()
  })

  it('two side by side are not opened', () => {
    expect(read({ ...wrapped('ephemeralMessage', text), ...wrapped('viewOnceMessage', text) })).toBeNull()
  })

  it('what another device of ours sent says to whom', () => {
    const copy = sent({ deviceSentMessage: { destinationJid: '52644@s.whatsapp.net', message: text } })
    expect(deviceSent(copy)).toMatchObject({ to: '52644@s.whatsapp.net', message: text })
    expect([sent(text), sent({ deviceSentMessage: { message: text } }), null].map(deviceSent)).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe('what it is about', () => {
  const contextInfo = { stanzaId: 'A1', participant: '7@lid', quotedMessage: { conversation: '1. Sí' } }

  it.each<[string, proto.IMessage]>([
    ['words', { extendedTextMessage: { text: 'la 1', contextInfo } }],
    ['a picture', { imageMessage: { contextInfo } }],
    ['a place', { locationMessage: { contextInfo } }],
    ['a button', { buttonsResponseMessage: { selectedDisplayText: 'Sí', contextInfo } }],
  ])('%s may quote', (_, message) =>
    expect(read(message)?.quotes).toEqual({ id: 'A1', participant: '7@lid', text: '1. Sí', chat: null }),
  )

  it.each<[string, proto.IContextInfo, object]>([
    ['a caption', { quotedMessage: { imageMessage: { caption: 'a' } } }, { text: 'a' }],
    ['what disappears', { quotedMessage: { ephemeralMessage: { message: text } } }, { text: 'hola' }],
    ['no words', { quotedMessage: { stickerMessage: {} } }, { text: '' }],
    ['nothing shown', { quotedMessage: null }, { text: '' }],
    ['another chat', { remoteJid: 'status@broadcast' }, { chat: 'status@broadcast' }],
    ['nobody', { participant: null }, { participant: null }],
  ])('a quote of %s', (_, more, quotes) =>
    expect(
      read({ extendedTextMessage: { text: 'a', contextInfo: { ...contextInfo, ...more } } })?.quotes,
    ).toMatchObject(quotes),
  )

  it.each(['', 'x'.repeat(129)])('without an id there is no quote', (stanzaId) =>
    expect(read({ extendedTextMessage: { text: 'a', contextInfo: { ...contextInfo, stanzaId } } })?.quotes).toBeNull(),
  )

  it.each<[string, proto.IContextInfo, boolean]>([
    ['forwarded', { isForwarded: true }, true],
    ['forwarded many times', { forwardingScore: 5 }, true],
    ['from a channel', { forwardedNewsletterMessageInfo: {} }, true],
    ['from a bot', { forwardedAiBotMessageInfo: {} }, true],
    ['from a company', { businessMessageForwardInfo: {} }, true],
    ['own', { isForwarded: false, forwardingScore: 0 }, false],
  ])('%s', (_, context, carried) =>
    expect(read({ extendedTextMessage: { text: 'a', contextInfo: context } })?.carried).toBe(carried),
  )
})

describe('changes', () => {
  const of = { ...key, participant: null }
  const edited = { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage: { conversation: 'no' } } }

  it('a deletion says of what, and who claims it', () => {
    const revoke = { protocolMessage: { key: { ...key, participant: '7@lid', fromMe: false }, type: Type.REVOKE } }
    expect(read(revoke)).toEqual({
      content: { kind: 'deleted' },
      of: { ...key, participant: '7@lid', fromMe: false },
      quotes: null,
      carried: false,
      media: false,
    })
  })

  it.each<[string, proto.IMessage]>([
    ['as it is', edited],
    ['in an envelope', { editedMessage: { message: edited } }],
    ['disappearing', { ephemeralMessage: { message: { editedMessage: { message: edited } } } }],
  ])('an edit %s', (_, message) => expect(read(message)).toMatchObject({ content: { kind: 'edit', text: 'no' }, of }))

  it('of a caption', () => {
    const editedMessage = { imageMessage: { caption: 'otra' } }
    expect(read({ protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage } })?.content).toEqual({
      kind: 'edit',
      text: 'otra',
    })
  })

  it.each<[string, proto.Message.IProtocolMessage]>([
    ['of no message', { type: Type.REVOKE }],
    ['of a message without an id', { type: Type.REVOKE, key: { remoteJid: 'a' } }],
    ['of no kind', { key }],
    ['to nothing', { type: Type.MESSAGE_EDIT, key }],
    ['to no words', { type: Type.MESSAGE_EDIT, key, editedMessage: { stickerMessage: {} } }],
    ['to another change', { type: Type.MESSAGE_EDIT, key, editedMessage: edited }],
  ])('a change %s is none', (_, protocolMessage) => expect(read({ protocolMessage })).toBeNull())

  it('and words in one message are neither', () => expect(read({ ...edited, ...text })).toBeNull())

  it.each(
    Object.entries(Type).filter(
      ([, type]) => ![Type.REVOKE, Type.MESSAGE_EDIT, 'REVOKE', 'MESSAGE_EDIT'].includes(type),
    ),
  )('%s is nothing said', (_, type) => {
    const protocolMessage = {
      key,
      type: Number(type),
      editedMessage: text,
      historySyncNotification: {},
      ephemeralExpiration: 1,
    }
    expect(contentOf({ protocolMessage })).toBeNull()
  })
})

/** Everything else WhatsApp can send. A new release of the library must be looked at before this passes. */
const NOTHING_SAID = [
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'messageContextInfo',
  'call',
  'chat',
  'highlyStructuredMessage',
  'sendPaymentMessage',
  'requestPaymentMessage',
  'declinePaymentRequestMessage',
  'cancelPaymentRequestMessage',
  'paymentInviteMessage',
  'reactionMessage',
  'stickerSyncRmrMessage',
  'pollUpdateMessage',
  'keepInChatMessage',
  'requestPhoneNumberMessage',
  'encReactionMessage',
  'scheduledCallCreationMessage',
  'pinInChatMessage',
  'scheduledCallEditMessage',
  'botInvokeMessage',
  'callLogMesssage',
  'messageHistoryBundle',
  'encCommentMessage',
  'bcallMessage',
  'encEventResponseMessage',
  'commentMessage',
  'newsletterAdminInviteMessage',
  'placeholderMessage',
  'secretEncryptedMessage',
  'albumMessage',
  'eventCoverImage',
  'statusMentionMessage',
  'pollResultSnapshotMessage',
  'pollCreationOptionImageMessage',
  'groupStatusMentionMessage',
  'statusAddYours',
  'groupStatusMessage',
  'richResponseMessage',
  'statusNotificationMessage',
  'limitSharingMessage',
  'botTaskMessage',
  'questionMessage',
  'messageHistoryNotice',
  'groupStatusMessageV2',
  'botForwardedMessage',
  'statusQuestionAnswerMessage',
  'questionReplyMessage',
  'questionResponseMessage',
  'statusQuotedMessage',
  'statusStickerInteractionMessage',
  'newsletterFollowerInviteMessageV2',
  'pollResultSnapshotMessageV3',
] as const satisfies readonly (keyof proto.IMessage)[]

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

const SAID = [
  'conversation',
  'extendedTextMessage',
  'imageMessage',
  'videoMessage',
  'ptvMessage',
  'audioMessage',
  'documentMessage',
  'stickerMessage',
  'locationMessage',
  'liveLocationMessage',
  'contactMessage',
  'contactsArrayMessage',
  'pollCreationMessage',
  'pollCreationMessageV2',
  'pollCreationMessageV3',
  'pollCreationMessageV5',
  'eventMessage',
  'groupInviteMessage',
  'stickerPackMessage',
  'productMessage',
  'orderMessage',
  'invoiceMessage',
  'buttonsMessage',
  'listMessage',
  'interactiveMessage',
  'templateMessage',
  'buttonsResponseMessage',
  'templateButtonReplyMessage',
  'listResponseMessage',
  'interactiveResponseMessage',
  'protocolMessage',
] as const satisfies readonly (keyof proto.IMessage)[]

describe('nothing but what is on the list', () => {
  const fields = Object.keys(proto.Message.prototype).filter((name) => !['toJSON', 'constructor'].includes(name))

  it('every kind of the library is either read, opened or known to say nothing', () => {
    expect([...SAID, ...ENVELOPES, ...NOTHING_SAID].toSorted()).toEqual(fields.toSorted())
  })

  it.each(NOTHING_SAID)('%s says nothing, whatever is in it', (name) => {
    const inside = { message: text, text: 'hola', caption: 'hola', contextInfo: { isForwarded: true }, key }
    expect(contentOf({ [name]: inside })).toBeNull()
    expect(contentOf({ ephemeralMessage: { message: { [name]: inside } } })).toBeNull()
  })

  it('what a group shows for a day is not said in it', () => {
    expect(read({ extendedTextMessage: { text: 'a', contextInfo: { isGroupStatus: true } } })).toBeNull()
  })

  it.each([
    null,
    undefined,
    {},
    { conversation: '' },
    { extendedTextMessage: {} },
    { conversation: 'a', imageMessage: {} },
  ])('%j says nothing', (message) => expect(contentOf(message)).toBeNull())

  /** All messages there are in it, the way envelopes lead. */
  function innermost(message: object, depth = 0): object {
    const inside = Object.entries(message).flatMap(([name, value]) =>
      ENVELOPES.some((envelope) => envelope === name) && typeof value?.message === 'object' ? [value.message] : [],
    )
    return depth < 10 && inside[0] ? innermost(inside[0], depth + 1) : message
  }

  function isHonest(message: proto.IMessage): boolean {
    const decoded = contentOf(message)
    if (decoded === null) return true
    expect(contentSchema.safeParse(decoded.content).success).toBe(true)
    expect(Object.keys(innermost(message)).filter((name) => SAID.some((said) => said === name))).not.toEqual([])
    return true
  }

  const { message: nested } = fc.letrec((tie) => {
    const name = fc.constantFrom(...fields)
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constant(undefined),
      fc.constant({ text: 'a', caption: 'b' }),
    )
    const value = fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.record({ message: tie('message') }),
      fc.record({
        key: fc.jsonValue({ maxDepth: 1 }),
        type: fc.constantFrom(0, 14, 5, 'x'),
        editedMessage: tie('message'),
      }),
      fc.record({
        text: fc.constant('a'),
        contextInfo: fc.record({ stanzaId: leaf, quotedMessage: tie('message'), forwardingScore: leaf }),
      }),
    )
    return { message: fc.dictionary(name, value, { maxKeys: 3 }) }
  })

  it('whatever nests in whatever', () => {
    // What is handed over has the fields of a message; what stands in them may be anything.
    const isMessage = (value: unknown): value is proto.IMessage => typeof value === 'object' && value !== null
    fc.assert(fc.property(nested.filter(isMessage), isHonest), { numRuns: 5000 })
  })

  it('whatever bytes come', () => {
    const real = [
      text,
      { imageMessage: { caption: 'a' } },
      { protocolMessage: { key, type: Type.REVOKE } },
      { reactionMessage: { key, text: 'a' } },
    ]
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.constantFrom(...real), fc.nat(60), fc.nat(255)).map(([message, at, value]) => {
        const spoilt = Uint8Array.from(proto.Message.encode(proto.Message.create(message)).finish())
        if (at < spoilt.length) spoilt[at] = value
        return spoilt
      }),
    )
    fc.assert(
      fc.property(bytes, (raw) => {
        const message = decodedOrNull(raw)
        return message === null || isHonest(message)
      }),
      { numRuns: 3000 },
    )
  })

  function decodedOrNull(raw: Uint8Array): proto.Message | null {
    try {
      return proto.Message.decode(raw)
    } catch {
      return null
    }
  }
})

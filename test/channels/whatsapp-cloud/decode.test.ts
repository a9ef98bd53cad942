import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decode } from '../../../src/channels/whatsapp-cloud/decode.ts'
import { updateSchema } from '../../../src/update.ts'
import { delivery, NUMBER_ID, OWN_NUMBER } from './fake-webhook.ts'

const NOW = 1_800_000_000_000
const base = { from: '5216441112233', id: 'wamid.1', timestamp: '1790000000' }
const read = (message: object) => decode(delivery({ messages: [{ ...base, ...message }] }), NUMBER_ID, NOW)
const media = { id: '1013859600285441', mime_type: 'image/jpeg', sha256: 'x' }

it.each([
  ['text', { type: 'text', text: { body: 'hola' } }, { kind: 'text', text: 'hola' }],
  ['a button', reply('button_reply', { id: '12.not-yet', title: 'Todavía no' }), press(12, 'not-yet')],
  ['a row of a list', reply('list_reply', { id: '7.itson', title: 'ITSON', description: 'd' }), press(7, 'itson')],
  [
    'a button that is not ours',
    reply('button_reply', { id: 'PAYLOAD', title: 'Quiero ayuda' }),
    { kind: 'text', text: 'Quiero ayuda' },
  ],
  [
    'a quick reply of a template',
    { type: 'button', button: { payload: 'p', text: 'Sí' } },
    { kind: 'text', text: 'Sí' },
  ],
  ['a form', { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } }, { kind: 'other' }],
  ['a picture', { type: 'image', image: { ...media, caption: 'mi nss' } }, { kind: 'picture', caption: 'mi nss' }],
  ['a film', { type: 'video', video: media }, { kind: 'picture' }],
  ['a document', { type: 'document', document: { ...media, filename: 'a.pdf' } }, { kind: 'document' }],
  ['a voice note', { type: 'audio', audio: { ...media, voice: true } }, { kind: 'voice' }],
  ['a voice note of old', { type: 'voice', voice: media }, { kind: 'voice' }],
  ['a sticker', { type: 'sticker', sticker: { ...media, animated: false } }, { kind: 'sticker' }],
  ['a picture Meta lost', { type: 'image', errors: [{ code: 131052 }] }, { kind: 'picture' }],
  ['a place', { type: 'location', location: { latitude: 27.5, longitude: -109.9 } }, { kind: 'other' }],
  ['a contact', { type: 'contacts', contacts: [{ name: {} }] }, { kind: 'other' }],
  ['an order', { type: 'order', order: {} }, { kind: 'other' }],
  [
    'a poll',
    { type: 'unsupported', unsupported: { type: 'poll_creation' }, errors: [{ code: 131051 }] },
    { kind: 'other' },
  ],
  ['something of tomorrow', { type: 'hologram', hologram: {} }, { kind: 'other' }],
])('reads %s', (_, message, content) => {
  const { heard, skipped } = read(message)
  expect(heard.map(({ update }) => update.content)).toEqual([content])
  expect(heard[0]?.update).toMatchObject({ id: 'whatsapp-cloud:wamid.1', ref: 'wamid.1', at: 1_790_000_000_000 })
  expect(skipped).toBe(0)
})

it.each([
  ['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '👍' } }],
  ['a change of number', { type: 'system', system: { type: 'user_changed_number', wa_id: '1' } }],
  ['an edit nobody can read', { type: 'unsupported', unsupported: { type: 'edit' } }],
  ['a chat that was opened', { type: 'request_welcome' }],
])('hears nothing in %s', (_, message) => {
  expect(read(message)).toMatchObject({ heard: [], skipped: 0 })
})

it.each([
  ['no id', { id: undefined }],
  ['an endless id', { id: 'x'.repeat(300) }],
  ['nobody', { from: undefined }],
  ['a name for a number', { from: 'group:1' }],
  ['no time', { timestamp: 'yesterday' }],
  ['no text in a text', { text: {} }],
  ['a text that is none', { text: { body: 7 } }],
  ['no type', { type: 7 }],
])('skips a message with %s, and nothing beside it', (_, broken) => {
  const good = { ...base, id: 'wamid.2', type: 'text', text: { body: 'hola' } }
  const bad = { ...good, id: 'wamid.1', ...broken }
  const { heard, skipped } = decode(delivery({ messages: [bad, null, good] }), NUMBER_ID, NOW)
  expect(heard.map(({ update }) => update.ref)).toEqual(['wamid.2'])
  expect(skipped).toBe(2)
})

it('knows what is quoted, and whether we said it', () => {
  const text = { type: 'text', text: { body: 'sí' } }
  const quotes = (context: object) => read({ ...text, context }).heard[0]?.update.quotes
  expect(quotes({ from: `+${OWN_NUMBER}`, id: 'wamid.7' })).toEqual({ ref: 'wamid.7', text: '', own: true })
  expect(quotes({ from: base.from, id: 'wamid.6' })).toEqual({ ref: 'wamid.6', text: '' })
  expect(quotes({ forwarded: true })).toBeUndefined()
})

it('keeps what can be fetched of a document, with its name', () => {
  const { heard } = read({ type: 'document', document: { ...media, mime_type: 'application/pdf', filename: 'a.pdf' } })
  expect(heard[0]?.media).toEqual({ id: media.id, type: 'document', mime: 'application/pdf', name: 'a.pdf' })
})

it('does not let an id of a file lead anywhere else', () => {
  const { heard } = read({ type: 'image', image: { ...media, id: '../me?fields=x' } })
  expect(heard[0]).toMatchObject({ media: null, update: { content: { kind: 'picture' } } })
})

it('knows who hides their number', () => {
  const { heard } = read({
    from: undefined,
    from_user_id: 'MX.13491208655302741918',
    type: 'text',
    text: { body: 'x' },
  })
  expect(heard[0]?.from).toEqual({ number: null, user: 'MX.13491208655302741918' })
})

it('nobody writes from the future', () => {
  expect(read({ timestamp: '99999999999', type: 'text', text: { body: 'x' } }).heard[0]?.update.at).toBe(NOW)
})

it('reads what became of our messages', () => {
  const statuses = [
    { id: 'wamid.1', status: 'failed', recipient_id: '5216441112233', errors: [{ code: 131026, title: 'x' }] },
    { id: 'wamid.2', status: 'read', recipient_user_id: 'MX.1', biz_opaque_callback_data: 'row' },
    { id: 7 },
  ]
  const { statuses: read, skipped, ownNumber } = decode(delivery({ statuses }), NUMBER_ID, NOW)
  expect(read).toEqual([
    { ref: 'wamid.1', status: 'failed', to: { number: '5216441112233', user: null }, opaque: null, code: 131026 },
    { ref: 'wamid.2', status: 'read', to: { number: null, user: 'MX.1' }, opaque: 'row', code: 0 },
  ])
  expect([skipped, ownNumber]).toEqual([1, OWN_NUMBER])
})

it('whatever comes in: nothing is thrown, and what is heard has the shape of an update', () => {
  const keys = ['id', 'from', 'type', 'text', 'body', 'image', 'context', 'interactive', '__proto__', 'constructor']
  const odd = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), fc.anything()))
  const type = fc.constantFrom('text', 'image', 'interactive', 'button', 'unsupported', 'audio', 'constructor', '')
  const message = fc.oneof(
    odd,
    fc.record({ type, from: odd, id: fc.oneof(fc.string(), odd), timestamp: odd, text: odd, image: odd, context: odd }),
    fc.record({ type, interactive: odd, button: odd }).map((more) => ({ ...base, ...more })),
  )
  fc.assert(
    fc.property(fc.array(message), fc.array(odd), odd, (messages, statuses, other) => {
      for (const raw of [delivery({ messages, statuses }), delivery({ messages: other }), { entry: other }, other]) {
        for (const { update } of decode(raw, NUMBER_ID, NOW).heard) {
          expect(updateSchema.safeParse({ ...update, chat: 'whatsapp-cloud:1' }).success).toBe(true)
        }
      }
    }),
    { numRuns: 500 },
  )
})

function reply(type: 'button_reply' | 'list_reply', content: object): object {
  return { type: 'interactive', context: { from: OWN_NUMBER, id: 'wamid.0' }, interactive: { type, [type]: content } }
}

function press(question: number, choice: string): object {
  return { kind: 'press', question, choice }
}

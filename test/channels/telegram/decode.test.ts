import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, isQuestionForAddress, pressId } from '../../../src/channels/telegram/decode.ts'
import { updateSchema } from '../../../src/update.ts'

const student = { id: 5, type: 'private' }
const from = { id: 5, first_name: 'A', language_code: 'es' }
const sent = { message_id: 3, date: 10, chat: student, from }
const inGroup = { ...sent, chat: { id: -100, type: 'supergroup' }, text: 'hola' }
const message = (fields: object) => decode({ update_id: 1, message: fields }, 0)

describe('what a student does', () => {
  it.each([
    ['text', { text: 'hola' }, { kind: 'text', text: 'hola' }],
    ['a command', { text: '/start x' }, { kind: 'text', text: '/start x' }],
    ['a voice note', { voice: {} }, { kind: 'voice' }],
    ['a song', { audio: {} }, { kind: 'voice' }],
    ['a round video', { video_note: {} }, { kind: 'voice' }],
    ['a photo with a caption', { photo: [], caption: 'mi nss' }, { kind: 'picture', caption: 'mi nss' }],
    ['a video', { video: {} }, { kind: 'picture' }],
    ['a moving picture, which is a document too', { animation: {}, document: {} }, { kind: 'picture' }],
    ['a document', { document: {} }, { kind: 'document' }],
    ['a sticker', { sticker: {} }, { kind: 'sticker' }],
    ['a place', { location: {} }, { kind: 'other' }],
  ])('%s', (_, fields, content) =>
    expect(message({ ...sent, ...fields })).toEqual({
      id: 'telegram:1',
      chat: 'telegram:5',
      audience: 'student',
      at: 10_000,
      ref: '3',
      language: 'es',
      content,
    }),
  )

  it('edits', () => {
    const edit = (fields: object) => decode({ update_id: 1, edited_message: { ...sent, ...fields } }, 0)
    expect(edit({ text: 'no' })).toMatchObject({ ref: '3', content: { kind: 'edit', text: 'no' } })
    expect(edit({ photo: [], caption: 'no' })?.content).toEqual({ kind: 'edit', text: 'no' })
    expect(edit({ location: {} })).toBeNull()
  })

  it('presses', () => {
    const query = { id: 'q', from, data: '12.not-yet', message: { message_id: 9, chat: student } }
    expect(decode({ update_id: 1, callback_query: query }, 99)).toEqual({
      id: 'telegram:1',
      chat: 'telegram:5',
      audience: 'student',
      at: 99,
      press: 'q',
      language: 'es',
      content: { kind: 'press', question: 12, choice: 'not-yet' },
    })
  })

  it('numbers of questions have fifteen digits at most', () => {
    const query = { id: 'q', from, data: '123456789012345.a', message: { message_id: 9, chat: student } }
    expect(decode({ update_id: 1, callback_query: query }, 0)?.content).toMatchObject({ question: 123456789012345 })
  })

  it.each([
    ['kicked', false],
    ['member', true],
  ])('lets the bot in or not: %s', (status, reachable) => {
    const change = { chat: student, date: 1, new_chat_member: { status } }
    expect(decode({ update_id: 1, my_chat_member: change }, 0)?.content).toEqual({ kind: 'reachable', reachable })
  })

  it.each(['pinned_message', 'chat_background_set', 'message_auto_delete_timer_changed', 'write_access_allowed'])(
    '%s is nothing said',
    (kind) => expect(message({ ...sent, [kind]: {} })).toBeNull(),
  )

  it('nothing longer than 65,536', () => {
    const content = message({ ...sent, text: 'ñ'.repeat(70_000) })?.content
    expect(content).toEqual({ kind: 'text', text: 'ñ'.repeat(65_536) })
  })
})

describe('a group', () => {
  it('who wrote, and what they quoted', () =>
    expect(message({ ...inGroup, reply_to_message: { message_id: 8, text: '#AB' } })).toMatchObject({
      chat: 'telegram:-100',
      audience: 'group',
      sender: { id: '5', name: 'A', anonymous: false, chat: 'telegram:5' },
      quotes: { ref: '8', text: '#AB' },
    }))

  it('who pressed, and under which message', () => {
    const query = { id: 'q', from, data: '1.take', message: { message_id: 9, chat: inGroup.chat } }
    expect(decode({ update_id: 1, callback_query: query }, 0)).toEqual({
      id: 'telegram:1',
      chat: 'telegram:-100',
      audience: 'group',
      at: 0,
      ref: '9',
      sender: { id: '5', name: 'A', anonymous: false, chat: 'telegram:5' },
      press: 'q',
      language: 'es',
      content: { kind: 'press', question: 1, choice: 'take' },
    })
  })

  it.each([
    ['a channel', { sender_chat: { id: -5 } }],
    ['an anonymous admin', { from: { id: 1087968824, first_name: 'Group' } }],
    ['a channel in the name of its bot', { from: { id: 136817688, first_name: 'Channel' } }],
    ['nobody at all', { from: undefined }],
  ])('%s is nobody', (_, fields) => {
    const raw: unknown = JSON.parse(JSON.stringify({ ...inGroup, ...fields }))
    const sender = decode({ update_id: 1, message: raw }, 0)?.sender
    expect(sender?.anonymous).toBe(true)
    expect(sender).not.toHaveProperty('chat')
  })

  it.each([
    ['forwarded', { forward_origin: {} }],
    ['by another bot', { via_bot: {} }],
  ])('what was carried in is marked, written by a student it counts: %s', (_, fields) => {
    expect(message({ ...inGroup, ...fields })).toMatchObject({ carried: true, content: { kind: 'text', text: 'hola' } })
    expect(message({ ...sent, text: 'hola', ...fields })).not.toHaveProperty('carried')
  })

  it('own words are not marked', () => expect(message(inGroup)).not.toHaveProperty('carried'))

  it.each([
    ['/id', true],
    ['/id@Afilia_bot ', true],
    ['/id@other_bot', false],
    ['/idea', false],
    ['mi /id', false],
  ])('asks for its address: "%s" %s', (text, asks) => {
    const update = message({ ...inGroup, text })
    expect(update && isQuestionForAddress(update, 'afilia_bot')).toBe(asks)
  })

  it('a question carried in asks nothing', () => {
    const update = message({ ...inGroup, text: '/id', forward_origin: {} })
    expect(update && isQuestionForAddress(update, 'afilia_bot')).toBe(false)
  })

  it('a student asks for no address', () => {
    const update = message({ ...sent, text: '/id' })
    expect(update && isQuestionForAddress(update, 'afilia_bot')).toBe(false)
  })
})

describe('what is not what it should be', () => {
  const forge = (data: unknown) => ({ id: 'q', from, data, message: { message_id: 9, chat: student } })

  it.each(['x.y', '12', '12.', '.a', '9999999999999999.a', '1.A B', '', `1.${'a'.repeat(63)}`, 7, null])(
    'forged button data %j is nothing, and is answered',
    (data) => {
      const raw = { update_id: 1, callback_query: forge(data) }
      expect(decode(raw, 0)).toBeNull()
      expect(pressId(raw)).toBe('q')
    },
  )

  it.each([
    ['a kind we never asked for', { update_id: 1, poll: {} }],
    ['no id', { message: { ...sent, text: 'hola' } }],
    ['an id that is no number', { update_id: '1', message: { ...sent, text: 'hola' } }],
    ['a chat no number can name', { update_id: 1, message: { ...sent, chat: { id: 1e300, type: 'private' } } }],
    ['text that is none', { update_id: 1, message: { ...sent, text: { toString: 'x' } } }],
    ['nothing', null],
  ])('%s', (_, raw) => expect(decode(raw, 0)).toBeNull())

  it('never throws, and what it gives is an update', () => {
    const shape = (raw: unknown) => {
      const update = decode(raw, 0)
      pressId(raw)
      return update === null || updateSchema.safeParse(update).success
    }
    const kind = fc.constantFrom('message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member')
    const key = fc.constantFrom(
      'text',
      'caption',
      'chat',
      'from',
      'date',
      'voice',
      'reply_to_message',
      'message_thread_id',
      'left_chat_member',
      'migrate_to_chat_id',
      'new_chat_member',
      'data',
      'message',
    )
    fc.assert(fc.property(fc.jsonValue(), shape))
    fc.assert(fc.property(fc.jsonValue(), kind, (raw, name) => shape({ update_id: 1, [name]: raw })))
    fc.assert(
      fc.property(fc.jsonValue(), kind, key, (raw, name, spoilt) =>
        shape({ update_id: 1, [name]: { ...forge('1.a'), ...sent, text: 'hola', [spoilt]: raw } }),
      ),
      { numRuns: 1000 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/channels/telegram/decode.ts'

const group = { id: -100, type: 'supergroup' }
const from = { id: 5, first_name: 'A' }
/** What Telegram says itself. */
const happened = (fields: object) =>
  decode({ update_id: 1, message: { message_id: 30, date: 10, chat: group, from, ...fields } }, 0)
const message = (fields: object) => happened({ text: 'hola', ...fields })

/** As Telegram has it: plain messages of a topic seem to answer its beginning. */
const beginning = {
  from: { id: 1, is_bot: true, first_name: 'Afilia' },
  message_id: 20,
  forum_topic_created: { name: '#AB · Náinari' },
}
const inTopic = { is_topic_message: true, message_thread_id: 20 }

describe('a topic', () => {
  it('has its title from its beginning, which is nothing quoted', () => {
    const update = message({ ...inTopic, reply_to_message: beginning })
    expect(update?.thread).toEqual({ ref: '20', title: '#AB · Náinari' })
    expect(update).not.toHaveProperty('quotes')
  })

  it('has no title where the beginning is not shown, and is quoted by nobody even so', () => {
    const update = message({ ...inTopic, reply_to_message: { message_id: 20 } })
    expect(update?.thread).toEqual({ ref: '20', title: '' })
    expect(update).not.toHaveProperty('quotes')
  })

  it('has its beginning quoted by nobody, however it is told', () =>
    expect(message({ reply_to_message: beginning })).not.toHaveProperty('quotes'))

  it('a message quoted in it is', () =>
    expect(message({ ...inTopic, reply_to_message: { message_id: 25, caption: 'foto' } })).toMatchObject({
      thread: { ref: '20', title: '' },
      quotes: { ref: '25', text: 'foto' },
    }))

  it('an answer elsewhere stands in a thread that is no topic', () => {
    const update = message({ message_thread_id: 25, reply_to_message: { message_id: 25, text: 'x' } })
    expect(update).not.toHaveProperty('thread')
    expect(update?.quotes?.ref).toBe('25')
  })

  it('a button in it is pressed there', () => {
    const pressed = { message_id: 31, date: 0, chat: group, ...inTopic, reply_to_message: beginning }
    const query = { id: 'q', from, data: '7.take', message: pressed }
    expect(decode({ update_id: 1, callback_query: query }, 0)).toMatchObject({
      ref: '31',
      press: 'q',
      thread: { ref: '20', title: '#AB · Náinari' },
    })
  })

  it('made by a person says nothing to us', () => {
    const own = { ...beginning, from: { id: 5, is_bot: false, first_name: 'Ana' } }
    expect(message({ ...inTopic, reply_to_message: own })?.thread?.title).toBe('')
  })

  it('a title longer than Telegram allows is cut', () => {
    const long = { ...beginning, forum_topic_created: { name: 'x'.repeat(500) } }
    expect(message({ ...inTopic, reply_to_message: long })?.thread?.title).toHaveLength(128)
  })
})

describe('what becomes of the group', () => {
  it("it has another address, which is nobody's message", () => {
    const update = happened({ migrate_to_chat_id: -1001 })
    expect(update).toMatchObject({
      chat: 'telegram:-100',
      audience: 'group',
      content: { kind: 'moved', to: 'telegram:-1001' },
    })
    expect(update).not.toHaveProperty('sender')
    expect(happened({ migrate_from_chat_id: -50 })).toBeNull()
  })

  it.each([
    ['member', true],
    ['administrator', true],
    ['left', false],
    ['kicked', false],
  ])('the bot is %s: reachable %s', (status, reachable) => {
    const change = { chat: group, date: 1, new_chat_member: { status, user: { id: 1, is_bot: true } } }
    expect(decode({ update_id: 1, my_chat_member: change }, 0)).toEqual({
      id: 'telegram:1',
      chat: 'telegram:-100',
      audience: 'group',
      at: 1000,
      content: { kind: 'reachable', reachable },
    })
  })

  it('somebody leaves, as the group is told', () => {
    const update = happened({ left_chat_member: { id: 9, first_name: 'B' } })
    expect(update?.content).toEqual({ kind: 'left', who: '9' })
    expect(update).not.toHaveProperty('sender')
    expect(happened({ left_chat_member: { id: 9, is_bot: true } })).toBeNull()
  })

  it.each([
    [{ status: 'left' }, true],
    [{ status: 'kicked' }, true],
    [{ status: 'restricted', is_member: false }, true],
    [{ status: 'restricted', is_member: true }, false],
    [{ status: 'member' }, false],
    [{ status: 'administrator' }, false],
  ])('somebody leaves, as administrators are told: %j %s', (now, hasLeft) => {
    const change = { chat: group, date: 1, from, new_chat_member: { ...now, user: { id: 9, first_name: 'B' } } }
    const update = decode({ update_id: 1, chat_member: change }, 0)
    expect(update?.content).toEqual(hasLeft ? { kind: 'left', who: '9' } : undefined)
  })

  it.each([
    'forum_topic_created',
    'forum_topic_edited',
    'forum_topic_closed',
    'forum_topic_reopened',
    'general_forum_topic_hidden',
    'new_chat_members',
    'new_chat_title',
    'new_chat_photo',
    'pinned_message',
    'supergroup_chat_created',
    'video_chat_started',
  ])('%s is nothing said', (kind) => expect(happened({ [kind]: {} })).toBeNull())
})

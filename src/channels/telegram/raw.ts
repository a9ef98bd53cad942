import { z } from 'zod'

/** What we read of the Bot API's updates. All else is not looked at; what has not this shape is none. */

const person = z.object({
  id: z.int(),
  is_bot: z.boolean().exactOptional(),
  first_name: z.string().default(''),
  language_code: z.string().exactOptional(),
})
const chat = z.object({ id: z.int(), type: z.string() })
const mark = z.unknown().optional()

const quoted = z.object({
  message_id: z.int(),
  from: person.exactOptional(),
  text: z.string().exactOptional(),
  caption: z.string().exactOptional(),
  forum_topic_created: z.object({ name: z.string() }).exactOptional(),
})

/** Where in a group something stands. */
const place = {
  message_thread_id: z.int().exactOptional(),
  is_topic_message: z.boolean().exactOptional(),
  reply_to_message: quoted.exactOptional(),
}

const message = z.looseObject({
  message_id: z.int(),
  date: z.int(),
  chat,
  from: person.exactOptional(),
  sender_chat: mark,
  forward_origin: mark,
  via_bot: mark,
  text: z.string().exactOptional(),
  caption: z.string().exactOptional(),
  voice: mark,
  audio: mark,
  video_note: mark,
  photo: mark,
  video: mark,
  animation: mark,
  document: mark,
  sticker: mark,
  left_chat_member: person.exactOptional(),
  migrate_to_chat_id: z.int().exactOptional(),
  ...place,
})

const press = z.object({
  id: z.string(),
  from: person,
  data: z.string().max(64).exactOptional(),
  message: z.object({ message_id: z.int(), chat, ...place }).exactOptional(),
})

const membership = z.object({
  chat,
  date: z.int(),
  new_chat_member: z.object({
    status: z.string(),
    is_member: z.boolean().exactOptional(),
    user: person.exactOptional(),
  }),
})

export const rawUpdate = z.object({
  update_id: z.int(),
  message: message.exactOptional(),
  edited_message: message.exactOptional(),
  callback_query: press.exactOptional(),
  my_chat_member: membership.exactOptional(),
  chat_member: membership.exactOptional(),
})

export const anyPress = z.object({ callback_query: z.object({ id: z.string() }) })

export type RawPerson = z.infer<typeof person>
export type RawPlace = Pick<RawMessage, keyof typeof place>
export type RawMessage = z.infer<typeof message>
export type RawPress = z.infer<typeof press>
export type RawMembership = z.infer<typeof membership>

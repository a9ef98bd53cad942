import { z } from 'zod'
import type { UploadedFile } from './fake-body.ts'

/** What each method takes. What Telegram would refuse about a payload, its schema refuses; a field it does not know, too. */

export const address = z.coerce.number().int()
const id = z.coerce.number().int()
const bytes = (most: number) => (text: string) => Buffer.byteLength(text) >= 1 && Buffer.byteLength(text) <= most

const button = z
  .object({
    text: z.string().min(1, 'button without text'),
    callback_data: z.string().refine(bytes(64), 'BUTTON_DATA_INVALID').optional(),
    copy_text: z.object({ text: z.string().min(1).max(256, 'BUTTON_COPY_TEXT_INVALID') }).optional(),
  })
  .refine((one) => (one.callback_data === undefined) !== (one.copy_text === undefined), 'button must do one thing')

const keyboard = z.strictObject({
  inline_keyboard: z.array(z.array(button).min(1).max(8, 'more than eight buttons in a row')).max(100),
})
const forceReply = z.strictObject({ force_reply: z.literal(true), selective: z.boolean().optional() })

const place = { offset: z.int().min(0), length: z.int().min(1, 'empty entity') }
const user = z.object({ id: z.int(), first_name: z.string().default('') })
const entities = z
  .array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('bold'), ...place }),
      z.object({ type: z.literal('code'), ...place }),
      z.object({ type: z.literal('text_mention'), ...place, user }),
    ]),
  )
  .default([])

const standing = {
  message_thread_id: id.optional(),
  reply_parameters: z
    .strictObject({ message_id: z.int(), allow_sending_without_reply: z.boolean().default(false) })
    .optional(),
}
const plain = { link_preview_options: z.object({ is_disabled: z.literal(true) }) }
const words = { text: z.string().max(4096, 'message is too long'), entities, ...plain }

const isSaid = ({ text }: { text: string }): boolean => text.trim() !== ''
const fits = (text: string, marks: z.infer<typeof entities>): boolean =>
  marks.every(({ offset, length }) => offset + length <= text.length)
const BEYOND = 'entity beyond the text'

export const sayPayload = z
  .strictObject({
    chat_id: address,
    ...words,
    ...standing,
    reply_markup: z.union([keyboard, forceReply]).default({ inline_keyboard: [] }),
  })
  .refine(isSaid, 'message text is empty')
  .refine(({ text, entities }) => fits(text, entities), BEYOND)

export const editPayload = z
  .strictObject({
    chat_id: address,
    message_id: id,
    ...words,
    reply_markup: keyboard.default({ inline_keyboard: [] }),
  })
  .refine(isSaid, 'message text is empty')
  .refine(({ text, entities }) => fits(text, entities), BEYOND)

const caption = { caption: z.string().max(1024, 'message caption is too long').optional(), caption_entities: entities }
const captionFits = (payload: { caption?: string | undefined; caption_entities: z.infer<typeof entities> }): boolean =>
  fits(payload.caption ?? '', payload.caption_entities)

export const copyPayload = z
  .strictObject({ chat_id: address, from_chat_id: address, message_id: id, ...caption, ...standing })
  .refine(captionFits, BEYOND)

const file = z
  .custom<UploadedFile>((value) => typeof value === 'object' && value !== null && 'bytes' in value, 'no file given')
  .refine((given) => given.bytes.length > 0, 'file must be non-empty')
/** How a file begins that Telegram takes for a picture. */
const PICTURES = [Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from([0xff, 0xd8, 0xff])]
const isPicture = ({ bytes }: UploadedFile): boolean =>
  PICTURES.some((head) => bytes.subarray(0, head.length).equals(head))

export const photoPayload = z
  .strictObject({
    chat_id: address,
    photo: file.refine(isPicture, 'IMAGE_PROCESS_FAILED'),
    ...caption,
    ...standing,
  })
  .refine(captionFits, BEYOND)
export const documentPayload = z
  .strictObject({ chat_id: address, document: file, ...caption, ...standing })
  .refine(captionFits, BEYOND)

export const videoPayload = z
  .strictObject({ chat_id: address, video: file, ...caption, ...standing })
  .refine(captionFits, BEYOND)
export const voicePayload = z
  .strictObject({ chat_id: address, voice: file, ...caption, ...standing })
  .refine(captionFits, BEYOND)
export const stickerPayload = z.strictObject({ chat_id: address, sticker: file, ...standing })

export const messagePayload = z.object({ chat_id: address, message_id: id })
export const markupPayload = messagePayload.extend({ reply_markup: keyboard })
export const pinPayload = z.strictObject({ chat_id: address, message_id: id, disable_notification: z.literal(true) })

const title = z.string().max(128, 'topic name is too long')
export const newTopicPayload = z.strictObject({ chat_id: address, name: title.min(1, 'topic name is empty') })
export const topicPayload = z.strictObject({ chat_id: address, message_thread_id: id, name: title.optional() })

export const toastPayload = z.strictObject({
  callback_query_id: z.string(),
  text: z.string().max(200, 'MESSAGE_TOO_LONG').default(''),
  show_alert: z.boolean().default(false),
})
export const memberPayload = z.strictObject({ chat_id: address, user_id: z.int() })
export const pollPayload = z.object({ offset: z.int().default(0), timeout: z.int().default(0) })
export const webhookPayload = z.object({
  url: z.url(),
  secret_token: z.string().regex(/^[\w-]{1,256}$/),
})
export const commandsPayload = z.object({
  commands: z
    .array(
      z.object({
        command: z.string().regex(/^[a-z0-9_]{1,32}$/, 'BOT_COMMAND_INVALID'),
        description: z.string().min(1).max(256, 'BOT_COMMAND_DESCRIPTION_INVALID'),
      }),
    )
    .max(100),
  language_code: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
})

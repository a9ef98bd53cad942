import { z } from 'zod'

/** What we read of Meta's deliveries. All else is not looked at; a part that has not this shape is skipped. */

const list = z.array(z.unknown()).default([])
const number = z.string().regex(/^\d{5,20}$/)
const user = z.string().regex(/^[A-Za-z0-9][\w.-]{1,159}$/)
const name = z.string().max(256)

/** A part that may be missing; one of a shape we do not know is as good as missing. */
const maybe = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)

export const rawDelivery = z.object({ entry: list })
export const rawEntry = z.object({ changes: list })
/** The subscription may carry other things too (templates, the account); they are no messages. */
export const rawField = z.object({ field: z.string() })
export const rawChange = z.object({
  value: z.object({
    metadata: z.object({ phone_number_id: z.string(), display_phone_number: maybe(z.string()) }),
    messages: list,
    statuses: list,
    errors: list,
  }),
})

const media = z.object({
  id: z.string().regex(/^[\w-]{1,200}$/),
  mime_type: z.string().max(200).default('application/octet-stream'),
  caption: maybe(z.string()),
  filename: maybe(name),
})
const reply = z.object({ id: z.string().max(256), title: z.string().default('') })

export const rawMessage = z.object({
  id: z.string().min(1).max(180),
  from: maybe(number),
  from_user_id: maybe(user),
  timestamp: z.coerce.number().int().min(0).max(1e11),
  type: z.string(),
  context: maybe(z.object({ from: maybe(z.string()), id: z.string().max(180) })),
  text: maybe(z.object({ body: z.string() })),
  interactive: maybe(z.object({ button_reply: maybe(reply), list_reply: maybe(reply) })),
  button: maybe(z.object({ text: z.string() })),
  image: maybe(media),
  video: maybe(media),
  audio: maybe(media),
  voice: maybe(media),
  document: maybe(media),
  sticker: maybe(media),
  unsupported: maybe(z.object({ type: z.string() })),
})

export const rawError = z.object({ code: z.int() })
export const rawStatus = z.object({
  id: z.string().min(1).max(180),
  status: z.string(),
  recipient_id: maybe(number),
  recipient_user_id: maybe(user),
  biz_opaque_callback_data: maybe(z.string().max(512)),
  errors: list,
})

export type RawMessage = z.infer<typeof rawMessage>
export type RawMedia = z.infer<typeof media>
export type RawStatus = z.infer<typeof rawStatus>

import { z } from 'zod'

/** What the Cloud API takes. What Meta would refuse about a message, its schema refuses; a field it does not know, too. */

const unique = (values: string[]): boolean => new Set(values).size === values.length
const id = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text.trim() === text, 'spaces around an id')
const title = (most: number) => z.string().min(1).max(most, 'title too long')
const body = z.strictObject({
  text: z
    .string()
    .max(1024, 'body too long')
    .refine((text) => text.trim() !== '', 'empty body'),
})

const button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: id(256), title: title(20) }),
})
const buttons = z
  .array(button)
  .min(1)
  .max(3, 'more than three buttons')
  .refine((all) => unique(all.map(({ reply }) => reply.id)), 'the same id twice')
  .refine((all) => unique(all.map(({ reply }) => reply.title)), 'the same title twice')

const row = z.strictObject({
  id: id(200),
  title: title(24),
  description: z.string().min(1).max(72, 'description too long').optional(),
})
const sections = z
  .array(z.strictObject({ title: title(24).optional(), rows: z.array(row).min(1) }))
  .min(1)
  .max(10)
  .refine((all) => all.length === 1 || all.every(({ title }) => title !== undefined), 'sections without a title')
  .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, 'more than ten rows')
  .refine((all) => unique(all.flatMap(({ rows }) => rows.map((one) => one.id))), 'the same id twice')

const interactive = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('button'), body, action: z.strictObject({ buttons }) }),
  z.strictObject({ type: z.literal('list'), body, action: z.strictObject({ button: title(20), sections }) }),
  z.strictObject({
    type: z.literal('cta_url'),
    body,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: title(20), url: z.url({ protocol: /^https$/ }) }),
    }),
  }),
])

const caption = z.string().min(1).max(1024, 'caption too long').optional()
const shown = z.strictObject({ id: z.string(), caption })
const bare = z.strictObject({ id: z.string() })

const who = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: z
    .string()
    .regex(/^\d{8,15}$/)
    .optional(),
  recipient: z.string().optional(),
  biz_opaque_callback_data: z.string().min(1).max(512).optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
}
const kind = <T extends string, S extends z.ZodType>(type: T, shape: S) =>
  z.strictObject({ ...who, type: z.literal(type), content: shape })

const message = z.discriminatedUnion('type', [
  kind(
    'text',
    z.strictObject({
      body: z
        .string()
        .max(4096)
        .refine((text) => text.trim() !== ''),
      preview_url: z.literal(false),
    }),
  ),
  kind('interactive', interactive),
  kind('template', z.strictObject({ name: z.string(), language: z.strictObject({ code: z.string() }) })),
  kind('image', shown),
  kind('video', shown),
  kind('document', z.strictObject({ id: z.string(), caption, filename: z.string().max(240).optional() })),
  kind('audio', bare),
  kind('sticker', bare),
])
export type Sent = z.infer<typeof message>

const named = z.looseObject({ type: z.string() })

/** What stands under the name of its type is called `content` here. */
export function readMessage(raw: unknown): Sent | { wrong: string } {
  const outer = named.safeParse(raw)
  if (!outer.success) return { wrong: 'no type' }
  const { [outer.data.type]: content, ...rest } = outer.data
  const { success, data, error } = message.safeParse({ ...rest, content })
  if (!success) return { wrong: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') }
  if ((data.to === undefined) === (data.recipient === undefined)) return { wrong: 'either to or recipient' }
  return data
}

/** Files Meta takes, and how large (Cloud API, supported media types). */
const FILES: readonly [RegExp, number][] = [
  [/^image\/(?:jpeg|png)$/, 5e6],
  [/^audio\/(?:aac|mp4|mpeg|amr|ogg)$/, 16e6],
  [/^video\/(?:mp4|3gpp)$/, 16e6],
  [/^image\/webp$/, 5e5],
  [/^(?:text\/plain|application\/(?:pdf|msword|vnd\..+))$/, 1e8],
]

export function isFileTaken(type: string, size: number): boolean {
  return FILES.some(([types, most]) => types.test(type) && size > 0 && size <= most)
}

import { z } from 'zod'
import { things } from '../../update.ts'

/** What is kept of a thing somebody sent, by which Telegram gives it to us again. */
export const keptThing = z.object({
  thing: z.enum(things),
  fileId: z.string(),
  mime: z.string(),
  name: z.string().exactOptional(),
  size: z.number().exactOptional(),
  /** When it came (ms). */
  at: z.number(),
})
export type KeptThing = z.infer<typeof keptThing>

/** The largest that is fetched (RELIABILITY A26). */
export const LARGEST = 10 * 1024 * 1024

const file = z.object({
  file_id: z.string().max(500),
  mime_type: z.string().max(200).exactOptional(),
  file_name: z.string().max(1000).exactOptional(),
  file_size: z.number().exactOptional(),
})
type File = z.infer<typeof file>

const sent = z.object({
  message: z.object({
    photo: z.array(file).exactOptional(),
    video: file.exactOptional(),
    animation: file.exactOptional(),
    voice: file.exactOptional(),
    audio: file.exactOptional(),
    video_note: file.exactOptional(),
    document: file.exactOptional(),
    sticker: file
      .extend({ is_animated: z.boolean().exactOptional(), is_video: z.boolean().exactOptional() })
      .exactOptional(),
  }),
})

/** The thing in an update as it came; null when there is none of which we could fetch the content. */
export function thingOf(raw: unknown, at: number): KeptThing | null {
  const { data } = sent.safeParse(raw)
  if (!data) return null
  const { photo, video, animation, voice, audio, video_note: note, document, sticker } = data.message
  // The same order as in content.ts: what has an animation has it as a document once more.
  if (voice) return kept('voice', voice, 'audio/ogg', at)
  if (audio) return kept('voice', audio, 'audio/mpeg', at)
  if (note) return kept('voice', note, 'video/mp4', at)
  const sharpest = photo?.findLast(({ file_size = 0 }) => file_size <= LARGEST)
  if (sharpest) return kept('picture', sharpest, 'image/jpeg', at)
  const film = video ?? animation
  if (film) return kept('picture', film, 'video/mp4', at)
  if (document) return kept('document', document, 'application/octet-stream', at)
  if (!sticker) return null
  const mime = sticker.is_animated ? 'application/x-tgsticker' : sticker.is_video ? 'video/webm' : 'image/webp'
  return kept('sticker', sticker, mime, at)
}

function kept(thing: KeptThing['thing'], file: File, usual: string, at: number): KeptThing {
  const { file_id: fileId, mime_type: mime = usual, file_name: name, file_size: size } = file
  return { thing, fileId, mime, at, ...(name !== undefined && { name }), ...(size !== undefined && { size }) }
}

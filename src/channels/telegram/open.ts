import { GrammyError } from 'grammy'
import { z } from 'zod'
import type { ChatId } from '../../ids.ts'
import type { Media } from '../../message.ts'
import type { Download } from './download.ts'
import type { Caller } from './http.ts'
import type { Shelf } from './shelf.ts'
import { LARGEST } from './things.ts'

const place = z.object({ file_path: z.string(), file_size: z.number().exactOptional() })

/** The content of a thing somebody sent within the last days; null when it cannot be had (any more), or is too large. */
export async function open(
  parts: { shelf: Shelf; call: Caller; download: Download },
  chat: ChatId,
  ref: string,
): Promise<Media | null> {
  const kept = await parts.shelf.find(chat, ref)
  if (kept === null || (kept.size ?? 0) > LARGEST) return null
  const found = place.safeParse(await parts.call('getFile', { file_id: kept.fileId }).catch(ofNobody)).data
  if (!found || (found.file_size ?? 0) > LARGEST) return null
  const bytes = await parts.download(found.file_path, LARGEST)
  const { thing, mime, name } = kept
  return bytes && { thing, bytes, mime, ...(name !== undefined && { name }) }
}

/** Telegram knows it no more, or gives none so large: asking again would change nothing. */
function ofNobody(error: unknown): null {
  if (error instanceof GrammyError && error.error_code === 400) return null
  throw error
}

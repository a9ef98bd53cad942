import { z } from 'zod'
import { Refusal } from './fake-refusal.ts'

/** What people sent with something in it, as the Bot API gives it out: first its path, then its bytes. */
export interface FileStore {
  /** Returns the file's id. `path`: another than the usual one. */
  put(bytes: Buffer, more?: { path?: string; saysSize?: number }): string
  getFile(payload: unknown): { file_id: string; file_size: number; file_path: string }
  /** By its path; null when there is none. */
  download(path: string): Buffer | null
  /** Every path that was asked for. */
  asked: string[]
}

const filePayload = z.strictObject({ file_id: z.string() })
/** Beyond that the Bot API gives nothing (20 MB). */
const LARGEST = 20 * 1024 * 1024

export function fileStore(): FileStore {
  const files = new Map<string, { bytes: Buffer; path: string; size: number }>()
  const asked: string[] = []
  return {
    asked,
    put(bytes, { path = `things/file_${files.size}.bin`, saysSize = bytes.length } = {}) {
      const id = `file-${files.size}`
      files.set(id, { bytes, path, size: saysSize })
      return id
    },
    getFile(payload) {
      const { file_id } = filePayload.parse(payload)
      const found = files.get(file_id)
      if (!found) throw new Refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
      if (found.size > LARGEST) throw new Refusal(400, 'Bad Request: file is too big')
      return { file_id, file_size: found.size, file_path: found.path }
    },
    download(path) {
      asked.push(path)
      return [...files.values()].find((file) => file.path === path)?.bytes ?? null
    },
  }
}

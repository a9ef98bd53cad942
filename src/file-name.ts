import type { Media } from './message.ts'

/** Letters of a name that travels on. */
const LONGEST = 100
/** Enough of the end of a name to tell what it is. */
const LONGEST_ENDING = 10

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'application/pdf': 'pdf',
}

/**
 * What a file of somebody's is called on another network (RELIABILITY A26): no path, nothing unseen or that turns letters around, and
 * short, but with its ending. A neutral one for what had none.
 */
export function fileName({ name = '', thing, mime }: Pick<Media, 'name' | 'thing' | 'mime'>): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const seen = last
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  if (seen !== '') return shortened(seen)
  const ending = ENDINGS[mime.split(';')[0]?.trim().toLowerCase() ?? '']
  return ending === undefined ? thing : `${thing}.${ending}`
}

function shortened(name: string): string {
  const letters = [...name]
  if (letters.length <= LONGEST) return name
  const dot = letters.lastIndexOf('.')
  const ending = dot > 0 && letters.length - dot <= LONGEST_ENDING ? letters.slice(dot) : []
  return [...letters.slice(0, LONGEST - ending.length), ...ending].join('')
}

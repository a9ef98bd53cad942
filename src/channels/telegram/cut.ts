import type { MessageEntity } from '@grammyjs/types'

/** A text with its marks, as the Bot API takes it. */
export interface Marked {
  text: string
  entities: MessageEntity[]
}

const MORE = '…'

/** Cuts at the last paragraph, line or word that fits, never inside a character; marks are cut with the text. */
export function split(whole: Marked, longest: number): Marked[] {
  const { text } = whole
  if (text.length <= longest) return [whole]
  const head = text.slice(0, longest)
  const borders = ['\n\n', '\n', ' '].map((border) => head.lastIndexOf(border))
  const inOneGo = /[\uD800-\uDBFF]$/.test(head) ? longest - 1 : longest
  const at = borders.find((border) => border > longest / 2) ?? inOneGo
  return [slice(whole, 0, at), ...split(slice(whole, at, text.length), longest)]
}

/** As much as fits into one piece, and a sign where there was more. */
export function shorten(whole: Marked, longest: number): Marked {
  if (whole.text.length <= longest) return whole
  const [head = whole] = split(whole, longest - MORE.length)
  const { text, entities } = slice(head, 0, head.text.trimEnd().length)
  return { text: `${text}${MORE}`, entities }
}

function slice({ text, entities }: Marked, from: number, to: number): Marked {
  return {
    text: text.slice(from, to),
    entities: entities.flatMap((entity) => {
      const start = Math.max(entity.offset, from)
      const end = Math.min(entity.offset + entity.length, to)
      return end > start ? [{ ...entity, offset: start - from, length: end - start }] : []
    }),
  }
}

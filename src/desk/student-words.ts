import type { MailOf, Said } from '../mail.ts'

/** What staff read of one message (RELIABILITY A7). */
const LONGEST = 1000
/** More marks on one letter than any language has are there to be in the way of others. */
const STACKED = /(\p{M}{4})\p{M}+/gu
/** Invisible ones, those that turn the line around, what no font has: nobody typed them to be read. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu
const JOINER = '\u200D'
const CHARACTERS = new Intl.Segmenter('es', { granularity: 'grapheme' })
/** Wherever it leads, staff should see that the bot did not write it (RELIABILITY A14). */
const LINK = /\b[a-z][a-z\d+.-]{1,15}:\/\/|\bwww\.|[\p{L}\d-]\.[a-z]{2,12}\//iu

/** A student's own words as the group may show them: readable, of bearable length, and nobody's phone rings for an "@all" in them. */
export function asWritten(text: string): string {
  const lines = text.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n').split('\n')
  const seen = lines.map((line) => line.replaceAll('\t', ' ').replaceAll(UNSEEN, '').replaceAll(STACKED, '$1'))
  return cut(
    seen
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  ).replaceAll('@', `@${JOINER}`)
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text
  const characters = [...CHARACTERS.segment(text)]
  if (characters.length <= LONGEST) return text
  return `${characters
    .slice(0, LONGEST - 1)
    .map(({ segment }) => segment)
    .join('')}…`
}

export function hasLink(text: string): 'yes' | 'no' {
  return LINK.test(text) ? 'yes' : 'no'
}

/** The same of everything they did. */
export function saidAsWritten(said: Said): Said {
  switch (said.kind) {
    case 'text':
    case 'edit':
      return { ...said, text: asWritten(said.text) }
    case 'press':
      return { ...said, label: asWritten(said.label) }
    case 'thing':
      return { ...said, caption: asWritten(said.caption) }
    case 'deleted':
      return said
  }
}

export function caseAsWritten(mail: MailOf<'case'>): MailOf<'case'> {
  return { ...mail, detail: asWritten(mail.detail), lines: mail.lines.map(asWritten) }
}

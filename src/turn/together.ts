import { type Content, LONGEST_TEXT } from '../update.ts'
import type { Draft } from './draft.ts'
import { read } from './read.ts'
import type { Reading } from './reading.ts'

interface Together {
  /** What is to be answered for all of them. */
  answer: Reading
  /** Those that are not part of it. */
  left: Reading[]
}

/** The most telling first. */
const COURTESIES = ['greeting', 'later', 'thanks', 'laugh', 'empty'] as const

/** What several messages that say nothing by themselves come to: one message in pieces, a failed attempt at a number, a greeting, or nothing. */
export function together(draft: Draft, parts: readonly Reading[]): Together {
  const [first, ...others] = parts
  if (first === undefined) throw new Error('there are no pieces')
  if (others.length === 0) return { answer: read(draft, first.content, first.refs), left: [] }
  const meaty = parts.filter((part) => !isCourtesy(part))
  const tries = [...(meaty.length > 1 && meaty.length < parts.length ? [meaty] : []), parts].map((some) => ({
    some,
    reading: joined(draft, some),
  }))
  const whole = tries.find(
    ({ reading }) => reading.meaning.kind !== 'nothing' && !isCourtesy(reading) && !isMisread(reading),
  )
  const short = tries.find(({ reading }) => isTooShort(reading))
  const one = whole ?? short
  if (one) return { answer: one.reading, left: parts.filter((part) => !one.some.includes(part)) }
  const again = parts.map((part) => read(draft, part.content, part.refs))
  const answer =
    again.findLast(isMisread) ?? courtesyIn(tries, parts) ?? again.findLast((part) => !isCourtesy(part)) ?? first
  return { answer, left: parts.filter((part) => part.refs !== answer.refs) }
}

/** "Muchas", "gracias": what it is when put together, or the most telling where there is nothing but courtesies. */
function courtesyIn(tries: readonly { reading: Reading }[], parts: readonly Reading[]): Reading | undefined {
  const together = tries.find(({ reading }) => isCourtesy(reading))?.reading
  if (together || !parts.every(isCourtesy)) return together
  return COURTESIES.map((kind) => parts.find(({ meaning }) => meaning.kind === kind)).find((part) => part !== undefined)
}

function joined(draft: Draft, parts: readonly Reading[]): Reading {
  const text = parts
    .map(({ content }) => textOf(content))
    .join(' ')
    .slice(0, LONGEST_TEXT)
  // Where they are a number in pieces, the words around it need not go with it.
  const secret = parts.filter(({ content }) => /\d/.test(textOf(content)))
  return read(
    draft,
    { kind: 'text', text },
    (secret.length > 0 ? secret : parts).flatMap(({ refs }) => refs),
  )
}

function isCourtesy({ meaning }: Reading): boolean {
  return COURTESIES.some((kind) => kind === meaning.kind)
}

function isMisread({ meaning }: Reading): boolean {
  return meaning.kind === 'answer' && 'reading' in meaning.event && meaning.event.reading?.ok === false
}

/** Of a number in pieces some is missing; of two attempts nothing is. */
function isTooShort({ meaning }: Reading): boolean {
  if (meaning.kind !== 'answer' || meaning.event.type === 'answer.text') return false
  const { reading } = meaning.event
  return reading !== null && !reading.ok && ['short', 'ten'].includes(reading.reason)
}

function textOf(content: Content): string {
  return content.kind === 'text' ? content.text : ''
}

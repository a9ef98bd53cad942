import type { Mail } from '../mail.ts'
import { type Meaning, namesOne } from '../understanding/understanding.ts'
import { detourQuestion } from './ask.ts'
import { type Draft, waitOf } from './draft.ts'
import { soundAlarm } from './emergency.ts'
import { heed, noteDown } from './heed.ts'
import { read } from './read.ts'
import type { Pieces, Reading } from './reading.ts'
import { together } from './together.ts'

/** Null: there is but one, which is answered as it comes. */
export function piecesIn(mail: readonly Mail[]): Pieces | null {
  const kinds = mail.flatMap((item) => (item.kind === 'update' ? [item.update.content.kind] : []))
  const written = kinds.filter((kind) => kind === 'text' || kind === 'press')
  return written.length > 1 && written.includes('text')
    ? { parts: [], isUnderstood: false, understood: [], stood: null }
    : null
}

/** Whether this is not to be answered by itself: it waits for the others, or belongs to the answer that was given before it. */
export function isPutOff(draft: Draft, reading: Reading): boolean {
  const { pieces } = draft
  const { content, meaning } = reading
  if (pieces === null) return false
  pieces.stood ??= standing(draft)
  if (content.kind !== 'text') {
    pieces.isUnderstood ||= meaning.kind === 'choice'
    return false
  }
  if (isOvertaken(draft, pieces.stood, reading)) return true
  if (pieces.understood.includes(content.text)) {
    noteDown(draft, reading)
    return true
  }
  if (isPart(meaning) || namesNumber(draft, content.text, meaning)) {
    pieces.parts.push(reading)
    return true
  }
  pieces.isUnderstood = true
  pieces.understood.push(content.text)
  return false
}

/** After the last of them: what was put off is tried as one message. Not understood even so, it is said once, if nothing else was. */
export function settlePieces(draft: Draft): void {
  const { pieces } = draft
  if (pieces === null || pieces.parts.length === 0) return
  const { parts } = pieces
  pieces.parts = []
  // A number of theirs that nobody had asked for may have been asked for since.
  const numbers = parts.filter(({ meaning }) => meaning.kind === 'identifier')
  for (const { content, refs } of numbers) settle(draft, pieces, read(draft, content, refs))
  settleRest(
    draft,
    pieces,
    parts.filter((part) => !numbers.includes(part)),
  )
}

function settleRest(draft: Draft, pieces: Pieces, parts: readonly Reading[]): void {
  if (parts.length === 0) return
  const { answer, left } = together(draft, parts)
  const topics = parts.filter(({ meaning }) => meaning.kind === 'topic')
  if (topics.length > 0 && !isRead(answer.meaning)) {
    for (const topic of topics) settle(draft, pieces, topic)
    return settleRest(
      draft,
      pieces,
      parts.filter((part) => !topics.includes(part)),
    )
  }
  for (const part of left) noteDown(draft, part)
  if (!pieces.isUnderstood || saysItself(answer.meaning)) settle(draft, pieces, answer)
  else noteDown(draft, answer)
}

function settle(draft: Draft, pieces: Pieces, reading: Reading): void {
  pieces.isUnderstood = true
  if (reading.meaning.kind === 'emergency') return soundAlarm(draft, reading.meaning.crisis)
  heed(draft, reading, draft.isBack)
  draft.isBack = false
}

const SLIGHT: readonly Meaning['kind'][] = ['greeting', 'thanks', 'laugh', 'later', 'nothing', 'empty', 'identifier']

/** What may be a part of something: courtesies, words not understood, numbers that are not whole or not asked for. */
function isPart(meaning: Meaning): boolean {
  return SLIGHT.includes(meaning.kind) || (saysItself(meaning) && !isRead(meaning))
}

/** "Mi nss es", and the number after it: what could be asked about it is a part of the answer, unless it is a question. */
function namesNumber(draft: Draft, text: string, meaning: Meaning): boolean {
  return meaning.kind === 'topic' && ['nss', 'curp'].includes(waitOf(draft).expects ?? '') && !text.includes('?')
}

/** What counts whatever else was understood: an attempt at a number or a date, and a cry for help. */
function saysItself(meaning: Meaning): boolean {
  return meaning.kind === 'emergency' || (meaning.kind === 'answer' && 'reading' in meaning.event)
}

function isRead(meaning: Meaning): boolean {
  if (meaning.kind !== 'answer' || !('reading' in meaning.event)) return false
  return meaning.event.reading?.ok ?? false
}

/**
 * "Sí", "1": written before the question could be seen that it would answer now. What names its answer is meant, whenever it was
 * written.
 */
function isOvertaken(draft: Draft, stood: string, { content, meaning, toDetour }: Reading): boolean {
  if (meaning.kind !== 'choice' || stood === standing(draft)) return false
  if (!toDetour) return !waitOf(draft).spoken.includes(meaning.id)
  const kind = draft.session.detour?.now.kind
  const isOfPlaces = kind === 'campus' || kind === 'case-campus'
  const choices = detourQuestion(draft)?.choices ?? []
  return !(isOfPlaces && namesOne(draft.env.language(draft.session.language), content, choices))
}

function standing(draft: Draft): string {
  const { active, detour } = draft.session
  return `${active} ${waitOf(draft).place} ${detour?.number ?? ''}`
}

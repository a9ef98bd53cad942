import { holdsIdentifier, maskIdentifiers } from '../../flows/identifiers/mask.ts'
import type { Meaning } from '../understanding/understanding.ts'
import type { Content } from '../update.ts'
import { type Draft, sayOwn } from './draft.ts'
import { stepParams } from './place.ts'
import type { Reading } from './reading.ts'
import { respond } from './respond.ts'

/** Takes what was read to heart: secrets are deleted where that can be done, words kept for the card of a case, the rest is answered. */
export function heed(draft: Draft, reading: Reading, isBack: boolean): void {
  const { session } = draft
  const { meaning, toDetour } = reading
  if (isBack && !answersSomething(meaning)) sayOwn(draft, 'bot-where', stepParams(draft))
  noteDown(draft, reading)
  respond(draft, meaning, toDetour)
  if (meaning.kind !== 'nothing') session.misses = 0
  session.shaken = false
}

/** What is not answered: a secret must not stay either, and its words may be of use. */
export function noteDown(draft: Draft, reading: Reading): void {
  hideSecret(draft, reading)
  remember(draft, reading)
}

/** For the card of a case, should there be one: words only, no numbers of theirs. */
function remember({ session }: Draft, reading: Reading): void {
  const { content, meaning, toDetour } = reading
  if (content.kind !== 'text' || toDetour || !tellsSomething(meaning) || isSecret(reading)) return
  const line = maskIdentifiers(content.text.slice(0, LONGEST_LINE)).replaceAll(/\s+/g, ' ').trim()
  if (line !== '') session.recent = [...session.recent, line].slice(-MOST_LINES)
}

const MOST_LINES = 5
const LONGEST_LINE = 100

function hideSecret(draft: Draft, reading: Reading): void {
  const { env, session, effects } = draft
  const { refs, meaning } = reading
  const canDelete = isSecret(reading) && refs.length > 0 && env.deletes(session.chat)
  if (canDelete) for (const ref of refs) effects.push({ type: 'delete', ref })
  if (canDelete) sayOwn(draft, 'bot-deleted')
  else if (meaning.kind === 'password') sayOwn(draft, 'bot-delete-it')
}

function isSecret({ content, meaning }: Reading): boolean {
  // An id padded with zeros is as long as an NSS, and was asked for.
  const isId = meaning.kind === 'answer' && meaning.event.type === 'answer.student-id' && meaning.event.reading.ok
  return !isId && (isIdentifying(meaning) || holdsIdentifier(textOf(content)))
}

/** Greetings and commands say nothing to whoever will help. */
function tellsSomething(meaning: Meaning): boolean {
  return !['command', 'greeting', 'thanks', 'laugh', 'later', 'choice'].includes(meaning.kind)
}

/** A password, or an attempt at a number of theirs, well written or not. */
function isIdentifying(meaning: Meaning): boolean {
  if (meaning.kind === 'answer') return meaning.event.type === 'answer.nss' || meaning.event.type === 'answer.curp'
  return meaning.kind === 'password' || meaning.kind === 'identifier'
}

/** Answers and commands need no reminder of where one is, and a greeting is answered with it anyway. */
function answersSomething(meaning: Meaning): boolean {
  return ['choice', 'answer', 'command', 'greeting'].includes(meaning.kind)
}

function textOf(content: Content): string {
  if (content.kind === 'text' || content.kind === 'edit') return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}

import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import { DESK } from '../ids.ts'
import type { Said } from '../mail.ts'
import type { Session } from '../session.ts'
import { type Content, LONGEST_TEXT, type Update } from '../update.ts'
import { flowQuestion } from './ask.ts'
import { type Draft, sayOwn, setDetour } from './draft.ts'

const MOST_PICTURES = 10

/** Whether a person serves this student: then the bot carries what they write and says nothing by itself. */
export function isTalking({ ticket, detour }: Pick<Session, 'ticket' | 'detour'>): boolean {
  return ticket !== null && (ticket.talkingSince > 0 || detour?.now.kind === 'talk')
}

/**
 * What they did goes to the desk, without numbers. `alarm`: it sounded like an emergency, and they were told 911. `isMute`: nothing can
 * be asked of them now.
 */
export function carry(draft: Draft, update: Update, alarm: boolean, isClosing = false, isMute = alarm): void {
  const { content } = update
  // Where nobody is asked about a picture none is sent unasked: what they wrote under it goes.
  const isHeld = isMute && isAskedAbout(content)
  const said = isHeld ? captionOf(draft, content) : saidBy(draft, content)
  if (said !== null) post(draft, update.ref ?? '', said, alarm, isClosing)
}

/** A picture, or a file that may be one, can show what nobody else should see. */
export function isAskedAbout(content: Content): content is Content & { kind: 'picture' | 'document' } {
  return content.kind === 'picture' || content.kind === 'document'
}

function captionOf(draft: Draft, content: Content): Said | null {
  const text = 'caption' in content ? (content.caption ?? '') : ''
  return text.trim() === '' ? null : { kind: 'text', text: words(draft, text) }
}

/** They go on with the bot; the case stays, and what an agent writes brings them back to it. */
export function backToBot(draft: Draft): void {
  const { ticket } = draft.session
  const wasTalking = isTalking(draft.session)
  draft.session.detour = null
  draft.ask = 'full'
  if (ticket === null || !wasTalking) return
  endTalk(draft)
  sayOwn(draft, 'bot-back', { code: ticket.code })
  draft.effects.push({ type: 'post', to: DESK, mail: { kind: 'returned', chat: DESK, code: ticket.code } })
}

/** The end of the human stretch: pictures that waited for a word are not sent. */
export function endTalk(draft: Draft): void {
  const { ticket, detour } = draft.session
  if (ticket) draft.session.ticket = { ...ticket, talkingSince: 0, pictures: [] }
  if (detour?.now.kind === 'talk' || detour?.now.kind === 'picture') draft.session.detour = null
}

/** They are asked before it goes anywhere. */
export function askAboutPicture(draft: Draft, { ref, content }: Update): void {
  const { ticket } = draft.session
  if (!ticket || ref === undefined || !isAskedAbout(content)) return
  const caption = 'caption' in content ? words(draft, content.caption ?? '') : ''
  const pictures = [...ticket.pictures, { ref, caption, thing: content.kind }].slice(-MOST_PICTURES)
  draft.session.ticket = { ...ticket, pictures }
  setDetour(draft, { kind: 'picture', code: ticket.code })
}

/** The pictures they were asked about, sent or not. */
export function settlePictures(draft: Draft, isCovered: boolean): void {
  const { ticket } = draft.session
  if (!ticket) return
  if (isCovered)
    for (const { ref, caption, thing } of ticket.pictures) post(draft, ref, { kind: 'thing', thing, caption }, false)
  sayOwn(draft, isCovered ? 'picture-sent' : 'picture-not-sent')
  draft.session.ticket = { ...ticket, pictures: [] }
  // The way back to the bot hung under what they were asked about.
  setDetour(draft, { kind: 'talk', code: ticket.code })
  draft.ask = 'attach'
}

function post(draft: Draft, ref: string, said: Said, alarm: boolean, isClosing = false): void {
  const { ticket, chat } = draft.session
  if (!ticket) return
  draft.effects.push({
    type: 'post',
    to: DESK,
    mail: { kind: 'said', chat: DESK, code: ticket.code, student: chat, ref, said, alarm, isClosing },
  })
}

function saidBy(draft: Draft, content: Content): Said | null {
  switch (content.kind) {
    case 'text':
      return content.text.trim() === '' ? null : { kind: 'text', text: words(draft, content.text) }
    case 'press':
      return { kind: 'press', label: labelOf(draft, content) }
    case 'edit':
      return { kind: 'edit', text: words(draft, content.text) }
    case 'deleted':
      return { kind: 'deleted' }
    case 'reachable':
    case 'moved':
    case 'left':
    case 'by-hand':
      return null
    default:
      return { kind: 'thing', thing: content.kind, caption: words(draft, content.caption ?? '') }
  }
}

/** What stood on the button, if it is of the question that stands; its name otherwise. */
function labelOf(draft: Draft, press: Extract<Content, { kind: 'press' }>): string {
  const { choices } = flowQuestion(draft)
  return choices.find(({ id }) => id === press.choice)?.label ?? words(draft, press.choice)
}

function words({ session }: Draft, text: string): string {
  const shown = maskIdentifiers(text.slice(0, LONGEST_TEXT))
  // Shorter than any number that is known by its form.
  const { studentId } = session
  return studentId === null ? shown : shown.replaceAll(studentId, '•••')
}

import { type Command, understand } from '../understanding/understanding.ts'
import type { Content, Update } from '../update.ts'
import { answerDetour } from './answer.ts'
import { detourQuestion } from './ask.ts'
import { obey } from './commands.ts'
import type { Draft } from './draft.ts'
import { see } from './forget.ts'
import { askAboutPicture, backToBot, carry, isAskedAbout } from './talk.ts'

/** What a student can always do, whoever is talking to them. */
const RIGHTS: readonly Command[] = ['erase', 'my-data', 'stop-reminders', 'privacy', 'bot']

/** Hears one update of a student whom a person serves: rights and exits first, everything else goes to the desk. */
export function hearStretch(draft: Draft, update: Update): void {
  see(draft)
  draft.ask = 'none'
  const { content } = update
  if (content.kind === 'press' && content.choice === 'go-on') return backToBot(draft)
  if (answeredSideQuestion(draft, content)) return
  const command = rightIn(draft, content)
  if (command === 'bot') return backToBot(draft)
  if (command !== null) {
    obey(draft, command)
    if (draft.session.detour === null) draft.ask = 'none'
    return
  }
  if (isAskedAbout(content)) return askAboutPicture(draft, update)
  carry(draft, update, false, isClosing(draft, content))
}

/** A side question of ours stands ("¿lo borro?"): their answer to it is for us. */
function answeredSideQuestion(draft: Draft, content: Content): boolean {
  const detour = draft.session.detour?.now
  const question = detourQuestion(draft)
  if (!detour || !question || detour.kind === 'talk') return false
  const meaning = meaningOf(draft, content, question)
  // A word to the person may sound like an answer to us: only the button, or its very words, are.
  const isExact = question.choices.some(
    ({ label }) => content.kind === 'text' && content.text.trim().toLowerCase() === label.toLowerCase(),
  )
  if (detour.kind === 'picture' && content.kind === 'text' && !isExact) return false
  if (meaning.kind !== 'choice') return false
  answerDetour(draft, { choice: meaning.id })
  return true
}

/** "Gracias", "ja": said to the person, and nobody owes an answer to it. */
export function isClosing(draft: Draft, content: Content): boolean {
  const { kind } = meaningOf(draft, content, null)
  return kind === 'thanks' || kind === 'laugh' || kind === 'later'
}

function rightIn(draft: Draft, content: Content): Command | null {
  const command = commandIn(draft, content)
  return command !== null && RIGHTS.includes(command) ? command : null
}

export function commandIn(draft: Draft, content: Content): Command | null {
  const meaning = meaningOf(draft, content, null)
  return meaning.kind === 'command' ? meaning.command : null
}

function meaningOf({ env, session, at }: Draft, content: Content, question: ReturnType<typeof detourQuestion>) {
  const calendar = env.calendar(session.active)
  return understand(env.language(session.language), { content, question, flow: null, now: at, calendar })
}

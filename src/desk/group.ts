import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import type { Update } from '../update.ts'
import { press, pressInWords } from './acts.ts'
import { answerAll, bulkOf } from './bulk.ts'
import { holderName } from './cards.ts'
import { command, commandInWords } from './commands.ts'
import { addRef, type Draft, happen, record, say, tell, tellChange } from './draft.ts'
import { type Agent, meet, refusal } from './people.ts'
import { answer, mayAnswer } from './relay.ts'
import type { Case, Ref } from './session.ts'

/** What a line of staff's begins with that is for staff only. */
const NOTE = /^\s*\/\//
const LONGEST_NOTE = 200
const HOUR = 60 * 60_000

/** Something happened in the desk's group. */
export function hearGroup(draft: Draft, update: Update): void {
  const { content } = update
  switch (content.kind) {
    case 'press':
      return press(draft, update, content.choice, content.question)
    case 'left':
      return leave(draft, content.who)
    case 'moved':
    case 'reachable':
      return
    case 'edit':
    case 'deleted':
      return changed(draft, update)
    case 'text':
      if (!NOTE.test(content.text) && (command(draft, update, content.text) || inWords(draft, update, content.text)))
        return
  }
  written(draft, update)
}

/** A button's name with its case's code is for no student, wherever it stands; a command only where it answers nobody and nothing. */
function inWords(draft: Draft, update: Update, text: string): boolean {
  if (pressInWords(draft, update, text)) return true
  return update.quotes === undefined && caseOf(draft, update) === null && commandInWords(draft, update, text)
}

/** Words or things of staff's: for a student, if they answer a case and whoever wrote them has it. */
function written(draft: Draft, update: Update): void {
  const { content, quotes } = update
  const isNote = NOTE.test(wordsOf(content))
  const codes = bulkOf(draft, quotes?.ref) ?? alsoTo(draft, quotes?.ref)
  if (codes && !isNote) return toMany(draft, update, codes)
  const found = caseOf(draft, update)
  if (found === null) return isNote ? undefined : toNobody(draft, update)
  const { code, entry, ref } = found
  if (entry === null) return refuse(draft, update, 'desk-no-case', code)
  const no = refusal(update)
  if (no !== null || !update.sender) return refuse(draft, update, `desk-${no ?? 'anonymous'}`, code)
  const agent = meet(draft, update.sender)
  if (isNote || ref?.as === 'prompt-note' || ref?.as === 'note') return note(draft, entry, agent, update)
  const cannot = mayAnswer(draft, entry, agent)
  if (cannot) return refuse(draft, update, cannot.key, code, cannot.holder)
  if (content.kind === 'other') return refuse(draft, update, 'desk-cannot-carry', code)
  answer(draft, code, agent, update)
}

function wordsOf(content: Update['content']): string {
  if (content.kind === 'text' || content.kind === 'edit') return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}

/** Quoting what one wrote to several speaks to all of them again. */
function alsoTo(draft: Draft, ref: string | undefined): string[] | null {
  const codes = Object.entries(draft.session.cases).flatMap(([code, { refs }]) =>
    refs.some((one) => one.as === 'bulk' && one.ref === ref) ? [code] : [],
  )
  return codes.length > 0 ? codes : null
}

function toMany(draft: Draft, update: Update, codes: readonly string[]): void {
  if (update.content.kind === 'other') return refuse(draft, update, 'desk-cannot-carry', '')
  const no = refusal(update)
  if (no !== null || !update.sender) return refuse(draft, update, `desk-${no ?? 'anonymous'}`, '')
  answerAll(draft, update, meet(draft, update.sender), codes)
}

/**
 * Staff talk among themselves, and that is nobody's business; but whoever has a case and writes without quoting it believes that the
 * student reads it, and so does whoever quotes something that is no case.
 */
function toNobody(draft: Draft, update: Update): void {
  const { sender, quotes, thread, content } = update
  const isInCase = thread !== undefined && Object.values(draft.session.cases).some((one) => one.thread === thread.ref)
  if (!sender || content.kind === 'press') return
  const isServing = Object.values(draft.session.cases).some(
    ({ life }) => life.holder === sender.id && ['taken', 'waiting'].includes(life.status),
  )
  // In a topic of their own, or quoting each other, staff are among themselves too.
  const isMeant = quotes?.own || isInCase || (isServing && quotes === undefined && thread === undefined)
  const agent = draft.session.agents[sender.id]
  if (!isMeant || (agent && !quotes?.own && !isInCase && draft.at - agent.toldAt < HOUR)) return
  if (agent) agent.toldAt = draft.at
  refuse(draft, update, isInCase ? 'desk-to-colleague' : 'desk-which-case', '')
}

function note(draft: Draft, entry: Case, agent: Agent, { content, ref }: Update): void {
  const text = wordsOf(content).replace(NOTE, '').trim().slice(0, LONGEST_NOTE) || content.kind
  record(draft, entry, agent, `// ${maskIdentifiers(text)}`)
  if (ref !== undefined) addRef(draft, entry, ref, 'note')
}

function refuse(draft: Draft, update: Update, key: string, code: string, holder = ''): void {
  const entry = draft.session.cases[code]
  const options = {
    ...(update.ref !== undefined && { quotes: update.ref }),
    ...(update.thread !== undefined && { thread: update.thread.ref }),
  }
  say(draft, key, { code, holder }, entry ? { ...options, code } : options)
}

/** An edit changes what the student reads, a deletion takes it back; neither is ever a new answer or a command. */
function changed(draft: Draft, update: Update): void {
  const { sender, ref } = update
  if (!sender) return
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    const own = entry.refs.find((one) => (one.as === 'answer' || one.as === 'bulk') && one.ref === ref)
    if (own) changeAnswer(draft, update, sender, code, entry, own.of)
  }
}

function changeAnswer(
  draft: Draft,
  update: Update,
  sender: NonNullable<Update['sender']>,
  code: string,
  entry: Case,
  id: string,
): void {
  const { content } = update
  if (refusal(update) !== null || entry.life.holder !== sender.id)
    return refuse(draft, update, 'desk-edit-not-yours', code, holderName(draft, entry))
  const agent = meet(draft, sender)
  record(draft, entry, agent, content.kind)
  // What becomes a note is no longer for the student.
  if (content.kind === 'edit' && !NOTE.test(content.text))
    tell(draft, entry, (chat) => ({ kind: 'reply-edit', chat, code, id, text: content.text }))
  else tell(draft, entry, (chat) => ({ kind: 'reply-withdraw', chat, code, id }))
}

/** Somebody is no longer of the group: what they had goes back to the line. */
function leave(draft: Draft, who: string): void {
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    const name = holderName(draft, entry)
    if (!happen(draft, entry, { type: 'leave', by: who })) continue
    record(draft, entry, { id: who, name }, 'left the group')
    say(draft, 'desk-left', { code, name }, { code })
    tellChange(draft, code, entry, 'released')
  }
  delete draft.session.agents[who]
}

interface Found {
  code: string
  entry: Case | null
  ref: Ref | undefined
}

/** At the very beginning, where it stands on what we say of a case: in a list it would be somebody else's as well. */
const CODE = /^#([A-Z0-9]{4}-[A-Z0-9]{4})\b/

/**
 * Which case is answered: the one whose message is quoted, by its id, else by the code written on it (we may have been killed before the
 * id was kept, RELIABILITY F3), else the one whose topic it is. Null: it speaks of none.
 */
export function caseOf(draft: Draft, { quotes, thread }: Update): Found | null {
  const cases = Object.entries(draft.session.cases)
  if (quotes) {
    for (const [code, entry] of cases) {
      const ref =
        entry.refs.find((one) => one.ref === quotes.ref) ?? (entry.card.ref === quotes.ref ? cardRef(entry) : undefined)
      if (ref) return { code, entry, ref }
    }
  }
  // To a colleague: staff are among themselves, whatever they quote.
  if (quotes && !quotes.own) return null
  const byThread = thread && cases.find(([, entry]) => entry.thread === thread.ref)
  // Within a topic nothing answers another case than its own.
  if (byThread) return { code: byThread[0], entry: byThread[1], ref: undefined }
  const code = CODE.exec(quotes?.text ?? thread?.title ?? '')?.[1]
  return code === undefined ? null : { code, entry: draft.session.cases[code] ?? null, ref: undefined }
}

function cardRef(entry: Case): Ref {
  return { ref: entry.card.ref ?? '', as: 'card', of: '', at: entry.since }
}

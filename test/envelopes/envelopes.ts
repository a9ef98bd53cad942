import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Flow } from '../../flows/flow.ts'
import { seguroFacultativo } from '../../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../../src/calendar.ts'
import { type ChatId, chatId } from '../../src/ids.ts'
import type { Mail } from '../../src/mail.ts'
import type { Answer } from '../../src/mailbox.ts'
import { newSession, newTicket, SCHEMA, type Session } from '../../src/session.ts'
import { answerStudent } from '../../src/student.ts'
import type { Content } from '../../src/update.ts'
import { nodes, placeOf } from '../flows/situations.ts'
import { loadWords, quietLog } from '../words.ts'

/** Golden sessions: what releases wrote, one at each place of a procedure, a line each. A folder per procedure, a file per release. */
const DIR = new URL('.', import.meta.url).pathname

export const STUDENT: ChatId = chatId('test', '1')
const words = loadWords()
const calendar = createCalendar(seguroFacultativo.calendar)

/** What one release wrote at one place. */
export interface Golden {
  file: string
  version: number
  place: string
  session: string
}

const lineSchema = z.object({ place: z.string(), session: z.unknown() })

export function goldens(flow: Flow): Golden[] {
  const dir = `${DIR}${flow.id}`
  if (!existsSync(dir)) return []
  return readdirSync(dir).flatMap((file) => {
    const [, version] = /^v(\d+)-schema\d+\.jsonl$/.exec(file) ?? []
    if (version === undefined) throw new Error(`not a name of golden sessions: ${file}`)
    const lines = readFileSync(`${dir}/${file}`, 'utf8').trim().split('\n')
    return lines.map((line) => {
      const { place, session } = lineSchema.parse(JSON.parse(line))
      return { file, version: Number(version), place, session: JSON.stringify(session) }
    })
  })
}

/** The file that belongs to this release. */
export function currentFile(flow: Flow): string {
  return `v${flow.version}-schema${SCHEMA}.jsonl`
}

/** Adds the places this release's file does not have yet; no line that was written changes, and no other file. */
export function addMissing(flow: Flow, at: number): void {
  const kept = new Set(goldens(flow).flatMap(({ file, place }) => (file === currentFile(flow) ? [place] : [])))
  const sessions = sessionsOf(flow, at)
  const missing = flow.places().flatMap(({ place }) => (kept.has(place) ? [] : [{ place, session: sessions[place] }]))
  mkdirSync(`${DIR}${flow.id}`, { recursive: true })
  appendFileSync(`${DIR}${flow.id}/${currentFile(flow)}`, missing.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** A whole session at each place: of all ways to stand there, the one that keeps most. */
function sessionsOf(flow: Flow, at: number): Record<string, unknown> {
  const richest = new Map<string, (typeof nodes)[number]['state']>()
  for (const { state } of nodes) {
    const best = richest.get(placeOf(state.value))
    if (!best || JSON.stringify(state.context).length > JSON.stringify(best.context).length) {
      richest.set(placeOf(state.value), state)
    }
  }
  return Object.fromEntries(
    [...richest].map(([place, { value, context }]) => [place, sessionAt(flow, value, context, at)]),
  )
}

function sessionAt(flow: Flow, value: unknown, context: unknown, at: number): Session {
  const saved = flow.check({ version: flow.version, value, context })
  const { key, step, noReturn, place } = flow.wait(saved)
  const isWaiting = place.startsWith('waiting.') || place.endsWith('.later')
  const day5 = { due: at + 5 * 86_400_000, reminder: true, flow: flow.id }
  return {
    ...newSession(STUDENT, 'es', flow.id, saved, at),
    asked: 7,
    question: { number: 7, key, step },
    trail: noReturn ? [] : ['arrival.ask', 'welcome.intro'],
    campus: 'nainari',
    timers: isWaiting ? { day5 } : {},
    ticket: place.endsWith('.desk') ? newTicket('TEST-CASE', at) : null,
    endedAt: noReturn ? { [flow.id]: at } : {},
  }
}

/** The turn of a student whose session that is; what they did, or what else waits. */
export function answer(session: string, heard: Content | readonly Mail[], at: number, days = calendar): Answer {
  const language = words.languages.get('es')
  if (!language) throw new Error('no words')
  const env = {
    flows: words.flows,
    texts: words.texts,
    language: () => language,
    calendar: () => days,
    hasDesk: () => true,
    notices: () => [],
    deletes: () => true,
    ownNumbers: () => [],
    log: quietLog,
  }
  const mail = 'kind' in heard ? [mailOf(heard)] : [...heard]
  return answerStudent(env, { chat: STUDENT, turn: 3, session, mail, at })
}

function mailOf(content: Content): Mail {
  return { kind: 'update', chat: STUDENT, update: { id: 'u', chat: STUDENT, audience: 'student', at: 0, content } }
}

/** What the student was told, by key. */
export function keysOf({ outgoing }: Answer): string[] {
  return outgoing.flatMap((going) =>
    going.kind === 'message' && going.message.type === 'say' ? [going.message.key] : [],
  )
}

/** Told honestly, and the desk knows. */
export function isToldLost(said: Answer): boolean {
  const isCase = said.outgoing.some(
    (going) => going.kind === 'post' && going.mail.kind === 'case' && going.mail.reason === 'lost-place',
  )
  return keysOf(said)[0] === 'bot-lost-place' && isCase
}

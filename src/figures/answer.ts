import type { Outgoing } from '../commit.ts'
import { migrateSession } from '../envelope.ts'
import { type ChatId, FIGURES } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Answer, Job } from '../mailbox.ts'
import { type Message, type RichText, richText } from '../message.ts'
import type { Recent } from '../recent.ts'
import { NewerSessionError } from '../session.ts'
import { FIGURES_SCHEMA, type FiguresSession, figuresSchema } from './counts.ts'
import { pngOf } from './png.ts'
import { type Asked, runFiguresTurn } from './turn.ts'
import { type FiguresEnv, figureWords } from './words.ts'

type Env = FiguresEnv & {
  /** The desk's group; null while there is none, and nobody is answered. */
  helpdesk: ChatId | null
  log: Log
  /** Figures as last written: a year of them takes longer to read than to count in. A turn changes none of them. */
  recent?: Recent<FiguresSession>
}

/** One turn of the figures' chat, from what was stored to what is stored and sent. It never ends and is never forgotten: it names nobody. */
export function answerFigures(env: Env, job: Job): Answer {
  const restored = restore(env, job)
  if (restored === 'unreadable') return unread(env, job)
  const { session, asked } = runFiguresTurn(env, restored, job.mail, job.at)
  const text = JSON.stringify(session)
  env.recent?.keep(FIGURES, text, session)
  return answer(env, job, text, asked.map(messageOf))
}

/** What somebody can still mend is kept as it lies, even if nothing is counted meanwhile; what is no data at all is begun anew. */
function restore(env: Env, { session, turn }: Job): FiguresSession | null | 'unreadable' {
  const recent = session === null ? undefined : env.recent?.get(FIGURES, session)
  if (recent) return recent
  const parsed = session === null ? null : parse(session)
  if (parsed === null) {
    if (session !== null) env.log.error({ turn }, 'the figures are lost, they begin anew')
    return null
  }
  try {
    return figuresSchema.parse(migrateSession(parsed, FIGURES_SCHEMA, {}))
  } catch (error) {
    if (error instanceof NewerSessionError) throw error
    env.log.error({ turn, error }, 'the figures could not be read, nothing is counted')
    return 'unreadable'
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Said in the group, but only to whoever asks. */
function unread(env: Env, job: Job): Answer {
  const key = 'figures-unreadable'
  const body = richText(figureWords(env).say(key))
  const messages = job.mail.flatMap((item): Message[] => {
    if (item.kind !== 'figures') return []
    const thread = item.thread === undefined ? {} : { thread: item.thread }
    return [{ type: 'say', key, body, choices: [], question: 0, copies: [], ...thread }]
  })
  return answer(env, job, job.session, messages)
}

function answer({ helpdesk }: Env, job: Job, session: string | null, messages: readonly Message[]): Answer {
  const outgoing: Outgoing[] =
    helpdesk === null ? [] : messages.map((message) => ({ kind: 'message', chat: FIGURES, to: helpdesk, message }))
  return { session, outgoing, next: null, forget: false, handled: job.mail.length }
}

function messageOf(asked: Asked): Message {
  const { key, thread } = asked
  const caption: RichText = { text: asked.caption, spans: [] }
  const placing = thread === undefined ? {} : { thread }
  if (asked.form === 'csv') return { type: 'file', name: asked.name, text: asked.text, key, caption, ...placing }
  return { type: 'picture', png: pngOf(asked.svg).toString('base64'), key, caption, ...placing }
}

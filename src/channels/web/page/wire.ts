/** What the server and the page say to each other: plain records, the same on both sides. */

/** One line of a log: the chat of a student or an agent, the desk's group, or the clock. Ids grow over all logs, so they are the common order. */
export type Entry = Line & { id: number; at: number }

export type Line =
  | BotLine
  | PersonLine
  | EditLine
  | RevisedLine
  | ToastLine
  /** Taken back: by the bot, or by the person who said it. */
  | { type: 'delete'; of: number; by?: 'person' | undefined }
  /** It could not be kept, so it was never heard. */
  | { type: 'lost'; of: number }
  /** The clock was moved to this line's `at`. */
  | { type: 'jump' }
  /** Somebody left the group, or came back. */
  | { type: 'member'; who: AgentId; is: boolean }

export interface BotLine extends Words {
  type: 'bot'
  copies: { label: string; text: string }[]
  /** What it shows besides its text. */
  holds?: Held | undefined
  quotes?: Quote | undefined
  mentions?: { id: string; name: string }[] | undefined
  pin?: boolean | undefined
  prompt?: boolean | undefined
}

/** What an edit puts in place of what stood there. */
interface Words {
  key: string
  text: string
  spans: { at: number; length: number; style: 'bold' | 'code' }[]
  choices: { id: string; label: string }[]
  question: number
}

/** Other words and choices for an earlier line of the bot's. */
export interface RevisedLine extends Words {
  type: 'revised'
  of: number
}

/** `null`: no longer kept. */
export type Held =
  | { kind: 'thing'; thing: Thing | 'other' }
  | { kind: 'picture'; png: string | null }
  | { kind: 'file'; name: string; text: string | null }

/** A word to whoever pressed: shown for a moment, kept for transcripts. `of` is the press. */
export interface ToastLine {
  type: 'toast'
  of: number
  key: string
  text: string
}

export interface PersonLine {
  type: 'person'
  /** Which of the agents, in the desk's chats. */
  who?: AgentId | undefined
  said: /** `null` once the text was deleted from the chat. */
    | { kind: 'text'; text: string | null; quotes?: Quote | undefined }
    /** `of` is the line whose button it was, where each line keeps its own. */
    | { kind: 'press'; choice: string; label: string; of?: number | undefined }
    | { kind: Thing; quotes?: Quote | undefined }
}

/** `null` once the text was deleted from the chat. */
export interface EditLine {
  type: 'edit'
  of: number
  text: string | null
}

/** The first words of what is quoted; none if it had none, or they were deleted. */
export interface Quote {
  ref: string
  text: string
}

export const things = ['voice', 'sticker', 'picture', 'document'] as const
/** What can be sent without its content: only the kind travels. */
export type Thing = (typeof things)[number]

export const agentIds = ['agente-1', 'agente-2'] as const
/** Whoever can be played at the desk; also the log of their own chat with the bot. Their names are in locales/. */
export type AgentId = (typeof agentIds)[number]

export interface AgentState {
  /** Whether they ever opened their own chat with the bot. */
  open: boolean
  /** Whether they are in the desk's group. */
  member: boolean
}

/** An entry as the page gets it; `stamp` is its local time, "2026-11-23 10:00". */
export type Shown = Entry & { stamp: string }

/** `clock`, the desk's group, an agent's own chat, or the number of a student. */
export type LogName = 'clock' | 'desk' | AgentId | `${number}`

/** What one page looks at: a student, and everything that is not a student's. */
export type Logs = Record<'student' | 'desk' | 'clock' | AgentId, Shown[]>

/** Events of the stream. `all` replaces everything, `line` adds one entry; the others tell how things are now. */
export interface StreamEvents {
  all: Logs
  line: { log: LogName; entry: Shown }
  /** `said` is the instant in words. */
  time: Instant
  agents: Record<AgentId, AgentState>
}

export interface Instant {
  at: number
  stamp: string
  said: string
}

export interface SessionAnswer {
  token: string
  /** Students are numbered 1 to this. */
  students: number
}

export interface PlaceAnswer {
  place: string | null
  trail: string[]
  reminder: Instant | null
}

export type MapAnswer = { step: string; number: number; title: string; places: { place: string; title: string }[] }[]

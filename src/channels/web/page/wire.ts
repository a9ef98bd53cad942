/** What the server and the page say to each other: plain records, the same on both sides. */

/** One line of a log: the chat of a student, the desk's group, or the clock. Ids grow over all logs, so they are the common order. */
export type Entry = Line & { id: number; at: number }

export type Line =
  | BotLine
  | PersonLine
  | EditLine
  | { type: 'delete'; of: number }
  /** It could not be kept, so it was never heard. */
  | { type: 'lost'; of: number }
  /** The clock was moved to this line's `at`. */
  | { type: 'jump' }

export interface BotLine {
  type: 'bot'
  key: string
  text: string
  spans: { at: number; length: number; style: 'bold' | 'code' }[]
  choices: { id: string; label: string }[]
  question: number
  copies: { label: string; text: string }[]
}

export interface PersonLine {
  type: 'person'
  said: /** `null` once the text was deleted from the chat. */
    | { kind: 'text'; text: string | null; quotes?: Quote | undefined }
    | { kind: 'press'; choice: string; label: string }
    | { kind: Thing }
}

/** `null` once the text was deleted from the chat. */
export interface EditLine {
  type: 'edit'
  of: number
  text: string | null
}

export interface Quote {
  ref: string
  text: string
}

export const things = ['voice', 'sticker', 'picture', 'document'] as const
/** What can be sent without its content: only the kind travels. */
export type Thing = (typeof things)[number]

/** An entry as the page gets it; `stamp` is its local time, "2026-11-23 10:00". */
export type Shown = Entry & { stamp: string }

/** `clock`, or the number of a student, or the desk. */
export type LogName = 'clock' | 'desk' | `${number}`

/** Events of the stream. `all` replaces everything, `line` adds one entry, `time` tells what the clock shows. */
export interface StreamEvents {
  all: { student: Shown[]; desk: Shown[]; clock: Shown[] }
  line: { log: LogName; entry: Shown }
  /** `said` is the instant in words. */
  time: Instant
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

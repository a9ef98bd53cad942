import type { Update } from 'grammy/types'
import { type Dialogue, lineAt } from './dialogue.ts'
import { telegramUpdate } from './update.ts'

/** One simulated chat, on its way through the dialogue. */
export interface Student {
  readonly chat: number
  /** Turns begun so far. */
  turn: number
  /** The number of the newest question with choices. */
  question: number
  /** Messages of the running turn that have not come yet. */
  missing: number
  /** When the running turn began. */
  since: number
}

/** How many messages each turn is answered with. What comes after the turns known repeats them, dialogue by dialogue. */
export function repliesAt(replies: readonly number[], { lines }: Dialogue, turn: number): number {
  const known = turn < replies.length ? turn : replies.length - lines.length + ((turn - replies.length) % lines.length)
  const count = replies[known]
  if (count === undefined) throw new Error(`nobody knows how turn ${turn} is answered`)
  return count
}

/** Telegram's first chat id of ours; the next chats count on from it. */
const FIRST_CHAT = 1_000_000_001

export function createStudents() {
  const students = new Map<number, Student>()
  return {
    byChat: (chat: number): Student | undefined => students.get(chat),
    /** The same chat for the same index, ever. */
    at(index: number): Student {
      const chat = FIRST_CHAT + index
      const student = students.get(chat) ?? { chat, turn: 0, question: 0, missing: 0, since: 0 }
      students.set(chat, student)
      return student
    },
  }
}

/** Begins the student's next turn: what they send now. */
export function nextUpdate(student: Student, dialogue: Dialogue, id: number, now: number): Update {
  const { chat, question, turn } = student
  const update = telegramUpdate(lineAt(dialogue, turn), { chat, question, id, at: now })
  student.turn = turn + 1
  return update
}

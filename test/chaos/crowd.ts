/** Students who say rising numbers, each a few ahead of what the bot has echoed. */
import { FIRST_CASE, opensCase, setsTimer } from './flow.ts'
import type { Network, Sent } from './network.ts'

export interface Crowd {
  /** The last number each has said. */
  said: ReadonlyMap<number, number>
  /** Somebody new begins to talk, until all are hushed. */
  join(chat: number): void
  /** From now on whoever was there from the first and has few answers to wait for says the next number. */
  talk(): void
  hush(): void
  /** Resolves once every student has a case at the desk. */
  settledIn(): Promise<void>
  /** Resolves once everything said so far has been echoed, ticked and passed on. */
  answered(): Promise<void>
}

export interface CrowdOptions {
  chats: readonly number[]
  /** How many numbers may wait for their echo. */
  ahead: number
  /** Says it to the bot. */
  say(chat: number, text: string): void
}

/** What is asked before a case is filed, and which button is pressed by its words. */
const ANSWERS: Record<string, string> = {
  'detour-campus': 'campus-center',
  'detour-case-id': 'detour-case-id.choice-skip',
  'detour-case-deadline': 'detour-case-deadline.choice-none',
}

export function createCrowd(network: Network, { chats, ahead, say }: CrowdOptions): Crowd {
  const said = new Map(chats.map((chat) => [chat, 0]))
  const heard = new Map(chats.map((chat) => [chat, 0]))
  const open = new Set<string>()
  const asked = new Set<string>()
  const codes = new Map<string, number>()
  const housed = new Set<number>()
  const early = new Set<string>()
  const talking = new Set<number>()
  let onDone = (): void => undefined
  let onKnown = (): void => undefined

  function sayNext(chat: number): void {
    const n = (said.get(chat) ?? 0) + 1
    said.set(chat, n)
    open.add(`${chat} echo ${n}`)
    if (setsTimer(n)) open.add(`${chat} tick ${n}`)
    if (opensCase(n)) for (const what of ['case', 'card']) open.add(`${chat} ${what} ${n}`)
    say(chat, `numero ${n}`)
  }

  /** The first case asks a few things, and a second one would take its place. */
  const mayGoOn = (chat: number): boolean => housed.has(chat) || !opensCase(said.get(chat) || 1)

  function goOn(chat: number): void {
    while (talking.has(chat) && mayGoOn(chat) && (said.get(chat) ?? 0) - (heard.get(chat) ?? 0) < ahead) sayNext(chat)
  }

  /** A question that comes twice is answered once: more would be words about something else. */
  function answer(chat: number, question: string): void {
    const words = ANSWERS[question]
    if (words === undefined || asked.has(`${chat} ${question}`)) return
    asked.add(`${chat} ${question}`)
    say(chat, words)
  }

  /** A card may come before the student has been told its code. */
  function hearDesk(text: string): void {
    const [, code = '', kind, number = ''] = /^(\S+) (card|desk-news) reason-n(\d+)$/.exec(text) ?? []
    const chat = codes.get(code)
    if (chat === undefined) early.add(text)
    else open.delete(`${chat} card ${kind === 'card' ? FIRST_CASE : number}`)
  }

  function hearBot(chat: number, [key = '', number = '', code = '']: string[]): void {
    open.delete(`${chat} ${key.startsWith('case-') ? 'case' : key} ${number}`)
    answer(chat, key)
    if (key === 'case-opened') {
      codes.set(code, chat)
      housed.add(chat)
      for (const text of early) hearDesk(text)
    }
    if (key === 'echo') heard.set(chat, Math.max(heard.get(chat) ?? 0, Number(number)))
    goOn(chat)
  }

  network.onSent(({ chat, text }: Sent) => {
    if (said.has(chat)) hearBot(chat, text.split(' '))
    else hearDesk(text)
    if (open.size === 0) onDone()
    if (codes.size === said.size) onKnown()
  })

  return {
    said,
    join(chat) {
      said.set(chat, 0)
      heard.set(chat, 0)
      talking.add(chat)
      goOn(chat)
    },
    talk() {
      for (const chat of chats) {
        talking.add(chat)
        goOn(chat)
      }
    },
    hush() {
      talking.clear()
    },
    settledIn: () =>
      new Promise((resolve) => {
        onKnown = resolve
        if (codes.size === said.size) resolve()
      }),
    answered: () =>
      new Promise((resolve) => {
        onDone = resolve
        if (open.size === 0) resolve()
      }),
  }
}

/** What must be true in the end, whatever was done to the processes. */
import { FIRST_CASE, opensCase, setsTimer } from './flow.ts'
import type { Sent } from './network.ts'

export interface Evidence {
  /** The numbers 1 to so many were said in each chat. */
  said: ReadonlyMap<number, number>
  /** What each chat's session holds. */
  kept: ReadonlyMap<number, { log: number[]; ticks: number[] } | null>
  ledger: readonly Sent[]
  /** What can be read in the desk's group in the end: a card is edited in place. */
  stands: readonly string[]
  /** How often a process ended or was paused while this message was on its way: so often may it come again. */
  window: ReadonlyMap<string, number>
  desk: number
}

export interface Verdict {
  messages: number
  lost: number
  doubled: number
  disordered: number
  /** Messages that came more than once. */
  repeats: number
  /** Those of them that were not on their way when a process ended. */
  unexplained: number
  /** What exactly, for whoever mends it. */
  details: string[]
}

/** `chat` and `text` as the process that delivers them tells it. */
export const nameOf = (chat: number, text: string): string => `telegram:${chat} ${text}`

export function judge(evidence: Evidence): Verdict {
  const verdict: Verdict = { messages: 0, lost: 0, doubled: 0, disordered: 0, repeats: 0, unexplained: 0, details: [] }
  const note = (what: 'lost' | 'doubled' | 'disordered' | 'unexplained', detail: string): void => {
    verdict[what] += 1
    verdict.details.push(`${what}: ${detail}`)
  }
  for (const [chat, count] of evidence.said) {
    verdict.messages += count
    const numbers = Array.from({ length: count }, (_, index) => index + 1)
    const { log, ticks } = evidence.kept.get(chat) ?? { log: [], ticks: [] }
    compare(`${chat} log`, log, numbers, note)
    compare(`${chat} timers`, ticks, numbers.filter(setsTimer), note)
    judgeScreen(chat, evidence.ledger, numbers, note)
  }
  judgeCards(evidence, note)
  countRepeats(evidence, verdict, note)
  return verdict
}

type Note = (what: 'lost' | 'doubled' | 'disordered' | 'unexplained', detail: string) => void

/** Exactly the numbers expected, each once, in their order. */
function compare(what: string, found: readonly number[], expected: readonly number[], note: Note): void {
  const unique = new Set(found)
  for (const n of expected) if (!unique.has(n)) note('lost', `${what} ${n}`)
  for (const n of unique) {
    const times = found.filter((other) => other === n).length
    if (times > 1) note('doubled', `${what} ${n}, ${times} times`)
    if (!expected.includes(n)) note('doubled', `${what} ${n}, never said`)
  }
  disorder([...unique]).map((n) => note('disordered', `${what} ${n}`))
}

/** Everything that is said about a number, and about rising numbers in rising order. */
function judgeScreen(chat: number, ledger: readonly Sent[], numbers: readonly number[], note: Note): void {
  const screen = ledger.filter((sent) => sent.chat === chat).map(({ text }) => text)
  const kinds: [RegExp, (n: number) => boolean][] = [
    [/^echo (\d+)$/, () => true],
    [/^tick (\d+)$/, setsTimer],
    [/^case-(?:opened|updated) (\d+)/, opensCase],
  ]
  for (const [pattern, isExpected] of kinds) {
    const seen = screen.flatMap((text) => pattern.exec(text)?.[1] ?? []).map(Number)
    for (const n of numbers.filter(isExpected)) if (!seen.includes(n)) note('lost', `${chat} ${pattern.source} ${n}`)
    for (const n of disorder([...new Set(seen)])) note('disordered', `${chat} ${pattern.source} ${n}`)
  }
  for (const [index, text] of screen.entries()) {
    // A repeat comes right behind what it repeats: nothing of the same chat overtakes it.
    const last = screen.lastIndexOf(text, index - 1)
    if (index > 0 && last >= 0 && last < index - 1) note('disordered', `${chat} "${text}" again after later ones`)
  }
}

/** Every case reaches the desk with its code: a card, a word for each number that adds to it, and the last one on the card. */
function judgeCards({ said, ledger, stands, desk }: Evidence, note: Note): void {
  const posted = ledger.filter(({ chat }) => chat === desk).map(({ text }) => text)
  for (const [chat, count] of said) {
    const code = codeOf(chat, ledger)
    const cases = Array.from({ length: count }, (_, index) => index + 1).filter(opensCase)
    for (const n of cases) {
      const isThere = n === FIRST_CASE ? isCard(code) : (text: string) => text === `${code} desk-news reason-n${n}`
      if (!posted.some(isThere)) note('lost', `${chat} card ${code} ${n}`)
    }
    const last = `${code} card reason-n${cases.at(-1)}`
    if (cases.length > 0 && !stands.includes(last)) note('lost', `${chat} "${last}" on the card`)
  }
}

const isCard = (code: string | null) => (text: string) => text.startsWith(`${code} card `)

/** "#K7TW-3M9A", as the student was told it. */
export function codeOf(chat: number, ledger: readonly Sent[]): string | null {
  const told = ledger.find((sent) => sent.chat === chat && sent.text.startsWith('case-opened '))
  return /#\S+/.exec(told?.text ?? '')?.[0] ?? null
}

function countRepeats({ ledger, window }: Evidence, verdict: Verdict, note: Note): void {
  const times = new Map<string, number>()
  for (const { chat, text } of ledger) {
    const name = nameOf(chat, text)
    times.set(name, (times.get(name) ?? 0) + 1)
  }
  for (const [name, count] of times) {
    verdict.repeats += count - 1
    const allowed = 1 + (window.get(name) ?? 0)
    if (count > allowed) note('unexplained', `"${name}" ${count} times, ${allowed - 1} may repeat`)
  }
}

/** Those that come after a greater one. */
function disorder(numbers: readonly number[]): number[] {
  let greatest = Number.NEGATIVE_INFINITY
  return numbers.filter((n) => {
    const isLate = n < greatest
    greatest = Math.max(greatest, n)
    return isLate
  })
}

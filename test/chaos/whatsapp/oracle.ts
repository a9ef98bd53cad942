/** What must be true of every screen in the end, whatever was done to the bot. */

export interface Expected {
  phone: { screen(): readonly { text: string }[] }
  /** In the order it was said: what the answer to each must be, and the id of what was said. */
  said: readonly { id: string; text: string }[]
  /** Which of the messages on the screen are answers. */
  pattern: RegExp
}

export interface Verdict {
  messages: number
  /** Never answered, or not as it should have been. */
  lost: number
  /** Those of them that the bot had said to have. */
  lostAfterReceipt: number
  /** Answered more than once, or answers to nothing. */
  doubled: number
  disordered: number
  details: string[]
}

export function judge(all: readonly Expected[], received: ReadonlySet<string>): Verdict {
  const verdict: Verdict = { messages: 0, lost: 0, lostAfterReceipt: 0, doubled: 0, disordered: 0, details: [] }
  for (const [place, { phone, said, pattern }] of all.entries()) {
    const shown = phone
      .screen()
      .map(({ text }) => text)
      .filter((text) => pattern.test(text))
    verdict.messages += said.length
    for (const { id, text } of said) {
      if (shown.includes(text)) continue
      verdict.lost += 1
      if (received.has(id)) verdict.lostAfterReceipt += 1
      verdict.details.push(`lost: ${place} "${text}"`)
    }
    judgeShown(
      shown,
      said.map(({ text }) => text),
      (what, text) => {
        verdict[what] += 1
        verdict.details.push(`${what}: ${place} "${text}"`)
      },
    )
  }
  return verdict
}

function judgeShown(
  shown: readonly string[],
  wanted: readonly string[],
  note: (what: 'doubled' | 'disordered', text: string) => void,
): void {
  let furthest = -1
  for (const [index, text] of shown.entries()) {
    const at = wanted.indexOf(text)
    if (at < 0 || shown.indexOf(text) < index) note('doubled', text)
    else if (at < furthest) note('disordered', text)
    furthest = Math.max(furthest, at)
  }
}

import { nameOf } from './agents.ts'
import { type BotEntry, botLine, fillBot, type Reach, revisedBy } from './bot.ts'
import { erase, markEdited, markLost } from './bubble.ts'
import type { Composer } from './composer.ts'
import { find } from './element.ts'
import { releaseKeys } from './keys.ts'
import { flash, lineList } from './lines.ts'
import { personLine } from './person.ts'
import { pinStrip } from './pins.ts'
import type { AgentId, RevisedLine, Shown } from './wire.ts'
import { word } from './words.ts'

export interface DeskLines {
  reset(group: readonly Shown[], own: readonly Shown[], clock: readonly Shown[]): void
  add(log: 'desk' | 'clock' | AgentId, entry: Shown): void
  showEnd(): void
}

export interface DeskHands {
  typing: Composer
  who(): AgentId
  remove(of: number): void
  press(log: 'desk' | AgentId, of: number, question: number, choice: string): Promise<boolean>
}

/** What comes so soon after a press was brought by it, in milliseconds. */
const SOON = 2000

/** The messages of the group, with what only one agent is told between them. */
export function deskLines(panel: HTMLElement, hands: DeskHands): DeskLines {
  const lines = lineList(panel)
  const pins = pinStrip(find(panel, '.pinned', HTMLElement), lines.jump)
  const said = new Map<number, BotEntry>()
  const privately = new Set<number>()
  let pressedAt = Number.NEGATIVE_INFINITY

  const reply = (id: number, text: string): void => {
    hands.typing.quote(id, text)
    hands.typing.focus()
  }

  function reach(isPrivate: boolean): Reach {
    const reader = hands.who()
    const log = isPrivate ? reader : 'desk'
    return {
      reader,
      press(of, question, choice) {
        pressedAt = performance.now()
        return hands.press(log, of, question, choice)
      },
      ...(isPrivate ? { only: `${word('only')} ${nameOf(reader)}` } : { reply }),
    }
  }

  function showBot(entry: BotEntry, isPrivate: boolean): void {
    said.set(entry.id, entry)
    if (isPrivate) privately.add(entry.id)
    lines.append(botLine(entry, reach(isPrivate)))
    if (entry.pin) pins.pin(entry.id, entry.text)
  }

  function revise(line: RevisedLine, live: boolean): void {
    const [item, before] = [lines.find(line.of), said.get(line.of)]
    if (!item || !before) return
    const entry = revisedBy(before, line)
    said.set(entry.id, entry)
    fillBot(item, entry, reach(privately.has(entry.id)))
    if (pins.has(entry.id)) pins.pin(entry.id, entry.text)
    if (live) flash(item)
  }

  function showPerson(entry: Extract<Shown, { type: 'person' }>): void {
    // A press changes what it was on; it says nothing by itself.
    if (entry.said.kind === 'press') return
    const isMine = entry.who === hands.who()
    const { edit } = hands.typing
    const actions = isMine ? { reply, edit, remove: hands.remove } : { reply }
    const item = personLine(entry, actions, isMine || !entry.who ? '' : nameOf(entry.who))
    item.classList.toggle('other', !isMine)
    lines.append(item)
  }

  function take(entry: Extract<Shown, { of: number }>): void {
    const item = lines.find(entry.of)
    if (!item) return
    if (entry.type === 'delete') {
      erase(item)
      pins.unpin(entry.of)
    } else if (entry.type === 'lost') markLost(item)
    else if (entry.type === 'edit' && entry.text !== null) markEdited(item, entry.text)
  }

  function show(log: 'desk' | 'clock' | AgentId, entry: Shown, live: boolean): void {
    if (entry.type === 'jump') return lines.date(entry, true)
    if (entry.type === 'toast') return releaseKeys(panel)
    if (entry.type === 'revised') return revise(entry, live)
    if (entry.type === 'edit' || entry.type === 'delete' || entry.type === 'lost') return take(entry)
    lines.date(entry, false)
    if (entry.type === 'bot') return showBot(entry, log !== 'desk')
    if (entry.type === 'person') return showPerson(entry)
    lines.divide(`${nameOf(entry.who)} ${word(entry.is ? 'agent-came-back' : 'agent-is-out')}`)
  }

  return {
    showEnd: lines.showEnd,
    reset(group, own, clock) {
      said.clear()
      privately.clear()
      pins.clear()
      lines.clear()
      const all = [
        ...group.map((entry) => ({ log: 'desk' as const, entry })),
        ...own.map((entry) => ({ log: hands.who(), entry })),
        ...clock.map((entry) => ({ log: 'clock' as const, entry })),
      ].sort((a, b) => a.entry.id - b.entry.id)
      for (const { log, entry } of all) show(log, entry, false)
      lines.showEnd()
    },
    // What is new comes into sight by itself, unless one reads further up; one's own words do always, and what is for oneself.
    add(log, entry) {
      show(log, entry, true)
      const isOwn = entry.type === 'person' && entry.said.kind !== 'press' && entry.who === hands.who()
      const isFor = log === hands.who() || performance.now() - pressedAt < SOON
      if (isOwn || (entry.type === 'bot' && isFor)) lines.showEnd()
    },
  }
}

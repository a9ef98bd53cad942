import { type BotEntry, botLine, fillBot, revisedBy } from './bot.ts'
import { erase, markEdited, markLost } from './bubble.ts'
import { choiceButtons } from './choices.ts'
import { type Content, composer } from './composer.ts'
import { find } from './element.ts'
import { lineList } from './lines.ts'
import { personLine } from './person.ts'
import { toaster } from './toast.ts'
import type { RevisedLine, Shown } from './wire.ts'

export interface Chat {
  reset(entries: readonly Shown[]): void
  add(entry: Shown): void
  showEnd(): void
}

/** The student's phone: their messages can be edited and taken back, and the newest question is answered below everything. */
export function chatPanel(panel: HTMLElement, send: (content: Content) => Promise<boolean>): Chat {
  const lines = lineList(panel)
  const typing = composer(panel, send)
  const choices = choiceButtons(panel, (question, choice) => void send({ kind: 'press', question, choice }), typing)
  const toast = toaster(panel)
  const said = new Map<number, BotEntry>()
  let asked = 0

  find(panel, '.hello', HTMLButtonElement).addEventListener('click', (event) => {
    if (event.currentTarget instanceof HTMLElement)
      void send({ kind: 'text', text: event.currentTarget.textContent ?? '' })
    typing.focus()
  })

  function ask(entry: BotEntry): void {
    asked = entry.id
    if (entry.choices.length > 0) choices.show(entry)
    else choices.clear()
  }

  function showBot(entry: BotEntry): void {
    said.set(entry.id, entry)
    lines.append(botLine(entry, {}))
    if (entry.choices.length > 0) ask(entry)
  }

  function revise(line: RevisedLine): void {
    const [item, before] = [lines.find(line.of), said.get(line.of)]
    if (!item || !before) return
    const entry = revisedBy(before, line)
    said.set(entry.id, entry)
    fillBot(item, entry, {})
    // Only the newest question has its choices below.
    if (entry.id >= asked && (entry.choices.length > 0 || entry.id === asked)) ask(entry)
  }

  function show(entry: Shown): void {
    if (entry.type === 'jump') return lines.date(entry, true)
    if (entry.type === 'toast' || entry.type === 'member') return
    if (entry.type === 'revised') return revise(entry)
    lines.date(entry, false)
    if (entry.type === 'bot') return showBot(entry)
    if (entry.type === 'person') {
      const edit = typing.edit
      return lines.append(personLine(entry, { edit, remove: (of) => void send({ kind: 'delete', of }) }))
    }
    const item = lines.find(entry.of)
    if (!item) return
    if (entry.type === 'delete') {
      erase(item)
      if (entry.of === asked) choices.clear()
    } else if (entry.type === 'lost') markLost(item)
    else if (entry.text !== null) markEdited(item, entry.text)
  }

  return {
    showEnd: lines.showEnd,
    reset(entries) {
      asked = 0
      said.clear()
      lines.clear()
      choices.clear()
      for (const entry of entries) show(entry)
      lines.showEnd()
    },
    add(entry) {
      show(entry)
      if (entry.type === 'toast') toast(entry.text)
      if (entry.type === 'bot' || entry.type === 'person' || entry.type === 'jump') lines.showEnd()
    },
  }
}

import { agentSwitch, nameOf } from './agents.ts'
import type { Content } from './composer.ts'
import { composer } from './composer.ts'
import { deskLines } from './desk-lines.ts'
import { find } from './element.ts'
import { addressed, awaited } from './prompt.ts'
import { toaster } from './toast.ts'
import {
  type AgentId,
  type AgentState,
  agentIds,
  type LogName,
  type Logs,
  type Shown,
  type StreamEvents,
} from './wire.ts'
import { word } from './words.ts'

export interface Desk {
  reset(logs: Logs): void
  add(log: 'desk' | 'clock' | AgentId, entry: Shown): void
  agents(states: StreamEvents['agents']): void
  /** Who is played. */
  who(): AgentId
  showEnd(): void
}

export interface DeskDeeds {
  say(chat: 'desk' | AgentId, as: AgentId, content: Content): Promise<boolean>
  change(who: AgentId, change: Partial<AgentState>): void
}

/** The desk's group as one of its agents sees it: everything of the group, and what only they are told. */
export function deskPanel(panel: HTMLElement, deeds: DeskDeeds): Desk {
  const send = (content: Content): Promise<boolean> => deeds.say('desk', who(), content)
  const typing = composer(panel, send)
  const toast = toaster(panel)
  const menu = agentSwitch(panel, { chosen: turn, change: deeds.change })
  const lines = deskLines(panel, {
    typing,
    who,
    remove: (of) => void send({ kind: 'delete', of }),
    press: (log, of, question, choice) => deeds.say(log, who(), { kind: 'press', question, choice, of }),
  })
  let logs: Logs = { student: [], desk: [], clock: [], 'agente-1': [], 'agente-2': [] }
  let states: StreamEvents['agents'] | null = null

  function who(): AgentId {
    return menu.who()
  }

  /** Everything anew, for whoever is up now. */
  function show(): void {
    lines.reset(logs.desk, logs[who()], logs.clock)
    const waiting = awaited(logs.desk, who())
    if (waiting && typing.isEmpty()) typing.quote(waiting.id, waiting.text)
  }

  function turn(): void {
    typing.drop()
    show()
    showPlace()
  }

  /** Whoever has left cannot write. */
  function showPlace(): void {
    const isMember = states?.[who()].member ?? true
    find(panel, '.composer', HTMLElement).hidden = !isMember
    find(panel, '.away', HTMLElement).hidden = isMember
    const hint = `${word('write-as')} ${nameOf(who())}`
    for (const name of ['placeholder', 'aria-label']) find(panel, 'textarea', HTMLElement).setAttribute(name, hint)
    find(panel, '.away span', HTMLElement).textContent = `${nameOf(who())} ${word('agent-is-out')}`
  }

  /** Something asks for an answer: the composer answers it, unless it is busy. */
  function prompted(entry: Shown): void {
    if (entry.type !== 'bot' || !addressed(entry, who()) || !typing.isEmpty()) return
    typing.quote(entry.id, entry.text)
    if (panel.contains(document.activeElement)) typing.focus()
  }

  /** Something is for an agent who is not up: told to them alone, or calling them by name. */
  function mark(log: LogName, entry: Shown): void {
    if (entry.type !== 'bot') return
    for (const id of agentIds) {
      if (log === id || (log === 'desk' && entry.mentions?.some((mention) => mention.id === id))) menu.mark(id)
    }
  }

  return {
    who,
    showEnd: lines.showEnd,
    reset(all) {
      logs = all
      show()
    },
    add(log, entry) {
      mark(log, entry)
      if (log !== 'desk' && log !== 'clock' && log !== who()) return
      lines.add(log, entry)
      if (entry.type === 'delete') typing.forget(entry.of)
      if (entry.type === 'toast' && isOf(logs[log], entry.of, who())) toast(entry.text)
      if (log === 'desk') prompted(entry)
    },
    agents(next) {
      states = next
      menu.show(next)
      showPlace()
    },
  }
}

/** Whether a line is this agent's own. */
function isOf(log: readonly Shown[], id: number, who: AgentId): boolean {
  return log.some((entry) => entry.id === id && entry.type === 'person' && (entry.who ?? who) === who)
}

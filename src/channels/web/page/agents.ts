import { element, find } from './element.ts'
import { type AgentId, type AgentState, agentIds, type StreamEvents } from './wire.ts'
import { word } from './words.ts'

export interface AgentSwitch {
  /** Who is played on this page. */
  who(): AgentId
  show(states: StreamEvents['agents']): void
  /** There is something new for an agent who is not up. */
  mark(who: AgentId): void
}

export interface AgentDeeds {
  chosen(who: AgentId): void
  /** Their own chat with the bot, or their place in the group. */
  change(who: AgentId, change: Partial<AgentState>): void
}

/** Where a page remembers whom it plays: each window its own. */
const KEPT = 'agent'

/** Who of the agents is played, and the small menu of what may happen to them. */
export function agentSwitch(panel: HTMLElement, deeds: AgentDeeds): AgentSwitch {
  const buttons = agentIds.map((id) => ({ id, ...radio(id) }))
  const switches = agentIds.map((id) => ({ id, ...menuOf(id, deeds) }))
  let who: AgentId = agentIds.find((id) => id === sessionStorage.getItem(KEPT)) ?? agentIds[0]

  function select(id: AgentId): void {
    who = id
    sessionStorage.setItem(KEPT, id)
    panel.dataset.agent = id
    for (const { id: each, input, label } of buttons) {
      input.checked = each === id
      if (each === id) label.classList.remove('news')
    }
  }

  find(panel, '.agents', HTMLElement).append(...buttons.map(({ label }) => label))
  find(panel, '.menu .inside', HTMLElement).append(...switches.map(({ group }) => group))
  closing(find(panel, '.menu', HTMLDetailsElement))
  for (const { id, input } of buttons) {
    input.addEventListener('change', () => {
      select(id)
      deeds.chosen(id)
    })
  }
  const back = find(panel, '.rejoin', HTMLButtonElement)
  back.addEventListener('click', () => deeds.change(who, { member: true }))
  select(who)

  return {
    who: () => who,
    show(states) {
      for (const { id, label } of buttons) label.classList.toggle('left', !states[id].member)
      for (const { id, closed, left } of switches) {
        closed.checked = !states[id].open
        left.checked = !states[id].member
      }
    },
    mark(id) {
      if (id !== who) buttons.find((button) => button.id === id)?.label.classList.add('news')
    },
  }
}

export function nameOf(who: AgentId): string {
  return word(who)
}

function radio(id: AgentId): { label: HTMLLabelElement; input: HTMLInputElement } {
  const input = element('input', { type: 'radio', name: 'agent', value: id })
  const face = element('span', { class: 'initial', 'aria-hidden': 'true' }, nameOf(id).slice(0, 1))
  return { input, label: element('label', { class: id }, input, face, element('span', {}, nameOf(id))) }
}

function menuOf(id: AgentId, { change }: AgentDeeds) {
  const closed = element('input', { type: 'checkbox', name: `${id}-closed` })
  const left = element('input', { type: 'checkbox', name: `${id}-left` })
  closed.addEventListener('change', () => change(id, { open: !closed.checked }))
  left.addEventListener('change', () => change(id, { member: !left.checked }))
  const group = element(
    'fieldset',
    {},
    element('legend', {}, nameOf(id)),
    element('label', {}, closed, word('agent-closed')),
    element('label', {}, left, word('agent-left')),
  )
  return { group, closed, left }
}

/** A menu goes away by Escape and when one turns to something else. */
function closing(menu: HTMLDetailsElement): void {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false
  })
}

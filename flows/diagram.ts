/** Draws a procedure, or any machine, as Mermaid state diagrams, from the machine itself. */
import type { AnyStateMachine, StateNode } from 'xstate'
import type { Flow } from './flow.ts'

interface Arrow {
  from: string[]
  to: string[]
  label: string
}

/** The steps and how one leads to another. */
export function overview(flow: Flow): string {
  const pairs = new Map<string, Arrow>()
  for (const arrow of arrowsOf(flow.machine)) {
    const [from = '', to = ''] = [arrow.from[0], arrow.to[0]]
    if (from !== to && from !== '') pairs.set(`${from}>${to}`, arrow)
  }
  const lines = [...pairs.keys()].map((pair) => {
    const [from = '', to = ''] = pair.split('>')
    return `  ${name([from])} --> ${name([to])}`
  })
  const titles = tops(flow).map((top) => `  ${name([top])} : ${title(flow, top)}`)
  return ['stateDiagram-v2', ...titles, `  [*] --> ${name([tops(flow)[0] ?? ''])}`, ...lines].join('\n')
}

/** One step with its places; whatever leaves it is drawn as the step it leads to. */
export function detail(flow: Flow, step: string): string {
  const arrows = arrowsOf(flow.machine).filter(({ from }) => from[0] === step)
  const lines = arrows.map(({ from, to, label }) => {
    const target = to[0] === step && to.length > 1 ? to.slice(1) : [to[0] ?? '']
    // What a whole step hears starts anywhere in it.
    const source = from.length > 1 ? from.slice(1) : ['anywhere']
    return `  ${name(source)} --> ${name(target)} : ${label}`
  })
  return ['stateDiagram-v2', ...new Set(lines)].join('\n')
}

/** A machine at a glance: one arrow from each state to each other it leads to, with all that leads there. */
export function whole(machine: AnyStateMachine): string {
  const labels = new Map<string, string[]>()
  for (const { from, to, label } of arrowsOf(machine)) {
    const pair = `  ${from.length === 0 ? 'anywhere' : name(from)} --> ${name(to)}`
    labels.set(pair, [...new Set([...(labels.get(pair) ?? []), label])])
  }
  const finals = nodesBelow(machine.root).filter(({ type }) => type === 'final')
  return [
    'stateDiagram-v2',
    ...machine.root.initial.target.map(({ path }) => `  [*] --> ${name(path)}`),
    ...[...labels].map(([pair, events]) => `${pair} : ${events.join(', ')}`),
    ...finals.map(({ path }) => `  ${name(path)} --> [*]`),
  ].join('\n')
}

export function tops(flow: Flow): string[] {
  return Object.keys(flow.machine.root.states)
}

function title(flow: Flow, top: string): string {
  const number = flow.steps.indexOf(top) + 1
  return number === 0 ? top : `${number} · ${top}`
}

function arrowsOf({ root }: AnyStateMachine): Arrow[] {
  return [root, ...nodesBelow(root)].flatMap((node) => [
    ...[...node.transitions.values()].flat().flatMap((transition) =>
      (transition.target ?? []).map((target) => ({
        from: node.path,
        to: target.path,
        label: transition.eventType.replace('choice.', ''),
      })),
    ),
    ...(node.always ?? []).flatMap(({ target }) =>
      (target ?? []).map((to) => ({ from: node.path, to: to.path, label: 'at once' })),
    ),
  ])
}

function nodesBelow(node: StateNode): StateNode[] {
  return Object.values(node.states).flatMap((child) => [child, ...nodesBelow(child)])
}

function name(path: readonly string[]): string {
  return path.join('_').replaceAll('-', '_')
}

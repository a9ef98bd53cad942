import type { Exchange } from './fake-exchange.ts'
import { type Group, type Inside, makeGroup } from './fake-group.ts'
import type { Answer } from './fake-iq.ts'
import { child, node } from './fake-node.ts'
import type { Upload } from './fake-phone.ts'
import type { Person } from './fake-roster.ts'

/** All groups there are. */
export interface Groups {
  make(people: readonly Person[]): Group
  find(id: string): Inside | undefined
  /** What the bot may ask about them. */
  answer: Answer
  /** The code its message to this group is turned away with; null if it may write there. */
  forbids(to: string): string | null
  /** How often the bot asked who is in a group. */
  asked(): number
}

export function makeGroups(exchange: Exchange, upload: Upload): Groups {
  const groups = new Map<string, Inside>()
  let asked = 0
  return {
    make(people) {
      const { group, inside } = makeGroup(people, exchange, upload)
      groups.set(group.id, inside)
      return group
    },
    find: (id) => groups.get(id),
    answer(question, xmlns) {
      if (xmlns !== 'w:g2') return null
      if (child(question, 'participating')) {
        const ours = [...groups.values()].filter((one) => one.hasBot())
        return [
          node(
            'groups',
            {},
            ours.map((one) => one.metadata()),
          ),
        ]
      }
      if (!child(question, 'query')) return null
      asked++
      const group = groups.get(question.attrs.to ?? '')
      if (!group) return { code: '404', text: 'item-not-found' }
      if (group.isLimited()) return { code: '429', text: 'rate-overlimit' }
      return group.hasBot() ? [group.metadata()] : { code: '403', text: 'forbidden' }
    },
    forbids: (to) => (to.endsWith('@g.us') && groups.get(to)?.hasBot() !== true ? '403' : null),
    asked: () => asked,
  }
}

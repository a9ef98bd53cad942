import type { Store } from '../src/stores/store.ts'

/** How often each method of the store was called. */
export type Calls = Record<string, number>

/** A store that counts what is asked of it. `cold` never hands over the chat that is posted to, so that it has to be claimed. */
export function counting(calls: Calls, way: 'hot' | 'cold'): (store: Store) => Store {
  return (store) => {
    const asked = way === 'hot' ? store : untaken(store)
    return new Proxy(asked, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function' || typeof name !== 'string') return value
        return (...given: unknown[]) => {
          calls[name] = (calls[name] ?? 0) + 1
          return Reflect.apply(value, target, given)
        }
      },
    })
  }
}

function untaken(store: Store): Store {
  return {
    ...store,
    post: (chat, item, now) => store.post(chat, item, now, false),
    answer: async () => ({ outcome: 'behind' }),
  }
}

export function perTurn(before: Calls, after: Calls, turns: number): Calls {
  return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, (count - (before[name] ?? 0)) / turns]))
}

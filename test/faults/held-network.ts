import type { ChatId } from '../../src/ids.ts'
import type { Message, Receipt } from '../../src/message.ts'
import { wordsOf } from '../desk/at-the-desk.ts'

/** A message that can be read. */
interface Standing {
  to: ChatId
  ref: string
  text: string
  thread: string | null
}

export interface HeldNetwork {
  deliver(to: ChatId, message: Message): Promise<Receipt>
  /** What goes to that chat from now on waits at the network. */
  hold(to: ChatId): void
  letThrough(): void
  /** Resolves once so many messages wait there. */
  waiting(count: number): Promise<void>
  /** What can be read in a chat. */
  stands(to: ChatId): Standing[]
}

/** A network that has a group with topics, or without, and can keep what is on its way. */
export function heldNetwork(hasTopics: boolean): HeldNetwork {
  const standing: Standing[] = []
  const topics = new Set<string>()
  let held: ChatId | null = null
  let opened = Promise.resolve()
  let open = (): void => undefined
  let waiting = 0
  let onWaiting = (): void => undefined
  let refs = 0

  function carryOut(to: ChatId, message: Message): Receipt {
    const ref = `m${++refs}`
    const isAt = (one: Standing): boolean => one.to === to && 'ref' in message && one.ref === message.ref
    switch (message.type) {
      case 'topic':
        return turnTopic(to, message.thread, message.state)
      case 'delete':
        standing.splice(0, standing.length, ...standing.filter((one) => !isAt(one)))
        return { status: 'sent', ref: message.ref }
      case 'edit':
        for (const one of standing.filter(isAt)) one.text = wordsOf(message)
        return { status: 'sent', ref: message.ref }
      case 'toast':
        return { status: 'sent', ref }
      default: {
        const strayed = message.thread !== undefined && !topics.has(message.thread)
        standing.push({ to, ref, text: wordsOf(message), thread: strayed ? null : (message.thread ?? null) })
        return { status: 'sent', ref, ...(strayed && { strayed }) }
      }
    }
  }

  function turnTopic(to: ChatId, thread: string | null, state: string): Receipt {
    if (!hasTopics) return { status: 'refused', reason: 'no topics', why: 'no-topics' }
    if (thread === null) topics.add(`t${refs}`)
    if (state === 'deleted') {
      topics.delete(thread ?? '')
      standing.splice(0, standing.length, ...standing.filter((one) => one.to !== to || one.thread !== thread))
    }
    return { status: 'sent', ref: thread ?? `t${refs}` }
  }

  return {
    async deliver(to: ChatId, message: Message): Promise<Receipt> {
      if (to === held) {
        waiting += 1
        onWaiting()
        await opened
      }
      return carryOut(to, message)
    },
    hold(to: ChatId) {
      held = to
      waiting = 0
      opened = new Promise((resolve) => {
        open = resolve
      })
    },
    letThrough() {
      held = null
      open()
    },
    waiting: (count: number) =>
      new Promise<void>((resolve) => {
        onWaiting = () => void (waiting >= count && resolve())
        onWaiting()
      }),
    stands: (to: ChatId) => standing.filter((one) => one.to === to),
  }
}

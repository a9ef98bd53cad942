import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Update } from 'grammy/types'
import type { Notice, Offer } from './bot-api.ts'

/** The fake Bot API as its parent sees it. */
export interface Network {
  root: string
  /** Gives the update to whoever polls next; resolves when the first message after that has been sent. */
  answered(update: Update): Promise<void>
  stop(): Promise<void>
}

export async function startNetwork(): Promise<Network> {
  const process = fork(new URL('./bot-api.js', import.meta.url))
  const [notice]: Notice[] = await once(process, 'message')
  if (!notice || !('root' in notice)) throw new Error('the fake Bot API did not start')
  return {
    root: notice.root,
    async answered(offer) {
      const sent = once(process, 'message')
      const order: Offer = { offer }
      process.send(order)
      await sent
    },
    async stop() {
      process.disconnect()
      await once(process, 'exit')
    },
  }
}

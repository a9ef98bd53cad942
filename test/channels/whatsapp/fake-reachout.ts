import { randomBytes } from 'node:crypto'
import type { Answer } from './fake-iq.ts'
import type { Line } from './fake-line.ts'
import { node, SERVER } from './fake-node.ts'

/** WhatsApp's mildest ban: the number may not write to strangers for a while. It only says so; see `refuseSends` for what it does. */
export interface ReachoutLock {
  set(until: number | null): Promise<void>
  /** Told when asked, too. */
  answer: Answer
}

export function makeReachoutLock(line: Line): ReachoutLock {
  let until: number | null = null
  const state = () => ({
    is_active: until !== null,
    time_enforcement_ends: until === null ? '0' : String(Math.floor(until / 1000)),
    enforcement_type: 'DEFAULT',
  })
  return {
    async set(next) {
      until = next
      const attrs = { from: SERVER, type: 'mex', id: randomBytes(5).toString('hex') }
      const data = JSON.stringify({ data: { xwa2_notify_account_reachout_timelock: state() } })
      const update = node('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, data)
      await line.put(node('notification', attrs, [update])).heard
    },
    answer(_, xmlns) {
      if (xmlns !== 'w:mex') return null
      return [node('result', {}, JSON.stringify({ data: { xwa2_fetch_account_reachout_timelock: state() } }))]
    },
  }
}

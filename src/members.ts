import type { Channel } from './channels/channel.ts'
import { type ChatId, channelOf } from './ids.ts'
import type { Log } from './log.ts'

/** How long what a network said of somebody holds (ms): whoever was put out of the group can do no more a minute later. */
const HOLDS = 60_000
const MOST = 500

/** Whether somebody is a member of a group at this moment, as its network says it; undefined when it does not say. */
export function createMembers(parts: { channels: readonly Channel[]; monotonic: () => number; log: Log }) {
  const { channels, monotonic, log } = parts
  const known = new Map<string, { is: boolean; at: number }>()

  async function isMember(group: ChatId, person: string): Promise<boolean | undefined> {
    const name = `${group} ${person}`
    const before = known.get(name)
    if (before && monotonic() - before.at < HOLDS) return before.is
    const channel = channels.find((one) => one.name === channelOf(group))
    try {
      const is = await channel?.isMember?.(group, person)
      if (is === undefined) return undefined
      if (known.size >= MOST) known.clear()
      known.set(name, { is, at: monotonic() })
      return is
    } catch (error) {
      log.warn({ error }, 'whether somebody is of the desk could not be told')
      return undefined
    }
  }

  return {
    isMember,
    /** They left, or came: whatever was known of them is old. */
    forget: (group: ChatId, person: string) => void known.delete(`${group} ${person}`),
  }
}

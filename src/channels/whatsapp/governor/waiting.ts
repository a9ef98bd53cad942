export type Reason = 'pace' | 'capped' | 'restricted'

export interface Place {
  reason: Reason
  isReminder: boolean
  /** When it was told to ask again. */
  until: number
}

/** Who was told to wait, in the order they first came: whoever has waited longest goes first, and answers before reminders. */
export interface Waiting {
  /** How many go before this chat. */
  ahead(chat: string, isReminder: boolean, now: number): number
  /** Keeps its place if it has one. */
  put(chat: string, place: Place): void
  leave(chat: string): void
  counts(now: number): Record<Reason, number>
}

/** Whoever is this late (ms) has lost their place: the message was given up, or another process has it. */
const LATE = 15_000

export function createWaiting(): Waiting {
  const places = new Map<string, Place>()

  function forgetLate(now: number): void {
    for (const [chat, { until }] of places) if (now - until > LATE) places.delete(chat)
  }

  return {
    ahead(chat, isReminder, now) {
      forgetLate(now)
      let before = 0
      let isBehind = true
      for (const [other, place] of places) {
        if (other === chat) isBehind &&= place.isReminder !== isReminder
        else if (isReminder ? !place.isReminder || isBehind : isBehind && !place.isReminder) before += 1
      }
      return before
    },
    put(chat, place) {
      if (places.get(chat)?.isReminder !== place.isReminder) places.delete(chat)
      places.set(chat, place)
    },
    leave: (chat) => void places.delete(chat),
    counts(now) {
      forgetLate(now)
      const counts = { pace: 0, capped: 0, restricted: 0 }
      for (const { reason } of places.values()) counts[reason] += 1
      return counts
    },
  }
}

import type { z } from 'zod'
import type { Update } from '../../update.ts'
import { contentOf, type KeptMedia, mediaOf } from './content.ts'
import { CHANNEL, type Person } from './person.ts'
import {
  type RawMessage,
  type RawStatus,
  rawChange,
  rawDelivery,
  rawEntry,
  rawError,
  rawField,
  rawMessage,
  rawStatus,
} from './raw.ts'

/** Something that came in; its chat is found by who wrote it. */
export interface Heard {
  from: Person
  update: Omit<Update, 'chat'> & { ref: string }
  media: KeptMedia | null
}

/** What became of a message of ours. */
export interface Status {
  ref: string
  status: string
  to: Person
  /** What was handed along with it. */
  opaque: string | null
  /** Meta's code; 0 when it did not fail, or nobody says why. */
  code: number
}

export interface Delivery {
  heard: Heard[]
  statuses: Status[]
  /** Codes of what befell the account. */
  errors: number[]
  /** How many parts nobody could read. */
  skipped: number
  /** The number it came to, digits. */
  ownNumber: string | null
}

/** A delivery of Meta's to the number `numberId`; what is for other numbers of the account is left out. Never throws. */
export function decode(raw: unknown, numberId: string, now: number): Delivery {
  const found: Delivery = { heard: [], statuses: [], errors: [], skipped: 0, ownNumber: null }
  const read = <T>(shape: z.ZodType<T>, part: unknown): T | null => {
    const { success, data } = shape.safeParse(part)
    if (!success) found.skipped += 1
    return success ? data : null
  }
  for (const part of read(rawDelivery, raw)?.entry ?? []) {
    for (const change of read(rawEntry, part)?.changes ?? []) {
      if (read(rawField, change)?.field !== 'messages') continue
      const value = read(rawChange, change)?.value
      if (!value || value.metadata.phone_number_id !== numberId) continue
      const own = digits(value.metadata.display_phone_number)
      found.ownNumber = own ?? found.ownNumber
      for (const each of value.messages) {
        const sent = read(rawMessage, each)
        if (sent) hear(found, sent, own, now)
      }
      for (const each of value.statuses) {
        const status = read(rawStatus, each)
        if (status) found.statuses.push(statusOf(status))
      }
      found.errors.push(...value.errors.flatMap((each) => read(rawError, each)?.code ?? []))
    }
  }
  return found
}

export function digits(number: string | undefined): string | null {
  return number?.replace(/\D/g, '') || null
}

function hear(found: Delivery, sent: RawMessage, own: string | null, now: number): void {
  const content = contentOf(sent)
  const from = { number: sent.from ?? null, user: sent.from_user_id ?? null }
  if (content === undefined || (from.number === null && from.user === null)) found.skipped += 1
  else if (content !== null) {
    const update: Heard['update'] = {
      id: `${CHANNEL}:${sent.id}`,
      audience: 'student',
      // A phone's clock may be ahead of everybody's.
      at: Math.min(sent.timestamp * 1000, now),
      ref: sent.id,
      ...(content.kind === 'press' ? { press: sent.id } : quoting(sent, own)),
      content,
    }
    found.heard.push({ from, update, media: mediaOf(sent) })
  }
}

/** Meta does not say what stands there. */
function quoting({ context }: RawMessage, own: string | null): Pick<Update, 'quotes'> {
  if (!context) return {}
  const isOwn = own !== null && digits(context.from) === own
  return { quotes: { ref: context.id, text: '', ...(isOwn && { own: true }) } }
}

function statusOf({
  id,
  status,
  recipient_id,
  recipient_user_id,
  biz_opaque_callback_data,
  errors,
}: RawStatus): Status {
  return {
    ref: id,
    status,
    to: { number: recipient_id ?? null, user: recipient_user_id ?? null },
    opaque: biz_opaque_callback_data ?? null,
    code: rawError.safeParse(errors[0]).data?.code ?? 0,
  }
}

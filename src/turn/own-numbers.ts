import type { Params } from '../../flows/flow.ts'

/** "whatsappNainari1", "whatsappNainari2": numbers of one place, in the order they are offered; `whatsappsNainari` counts them. */
const NUMBERED = /^whatsapp(\w*?)(\d)$/

/**
 * The values without the WhatsApp numbers that are the bot's own: whoever asks for a person must not be sent back to it. The others of
 * the place move up, and their count tells the texts how many there are.
 */
export function withoutOwnNumbers(params: Params, own: readonly string[]): Params {
  if (own.length === 0) return params
  const ours = new Set(own.map(national))
  const others = new Map<string, string[]>()
  let isOffered = false
  for (const [name, value] of Object.entries(params)) {
    const place = NUMBERED.exec(name)?.[1]
    if (place === undefined || typeof value !== 'string') continue
    const isOwn = ours.has(national(value))
    isOffered ||= isOwn
    others.set(place, [...(others.get(place) ?? []), ...(isOwn ? [] : [value])])
  }
  return isOffered ? { ...params, ...renumbered(params, others) } : params
}

function renumbered(params: Params, others: ReadonlyMap<string, readonly string[]>): Params {
  const changed: Record<string, string | number> = {}
  for (const name of Object.keys(params)) {
    const [, place = '', nth = ''] = NUMBERED.exec(name) ?? []
    if (nth !== '') changed[name] = others.get(place)?.[Number(nth) - 1] ?? ''
  }
  for (const [place, numbers] of others) changed[`whatsapps${place}`] = numbers.length
  return changed
}

/** The ten digits that 52, 521 and no prefix at all have in common. */
function national(number: string): string {
  const digits = number.replaceAll(/\D/g, '')
  return /^(?:521?)?(\d{10})$/.exec(digits)?.[1] ?? digits
}

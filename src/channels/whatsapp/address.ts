/** Whom an address of WhatsApp names (a "jid"). `pn`: by telephone number; `lid`: by the network's own number for them. */
export type Address =
  | { kind: 'person'; user: string; server: 'pn' | 'lid'; device: number }
  | { kind: 'group'; id: string }
  /** Nobody who may write to us: status, channels, broadcasts, Meta AI, calls, accounts hosted elsewhere, and what is no address. */
  | { kind: 'other' }

const PERSON = /^([1-9]\d{4,19})(?::(\d{1,5}))?@(s\.whatsapp\.net|c\.us|lid)$/
/** Telephone numbers have fifteen digits at most (E.164). */
const LONGEST_NUMBER = 15
const GROUP = /^(\d{5,25}(?:-\d{5,20})?)@g\.us$/
/** Meta AI and other bots of the network; its own announcements. */
const NETWORK = /^(?:1313555\d{4}|131655500\d{2}|16505361212)$/
const OTHER = { kind: 'other' } as const

export function readJid(jid: string | null | undefined): Address {
  if (typeof jid !== 'string') return OTHER
  const group = GROUP.exec(jid)?.[1]
  if (group !== undefined) return { kind: 'group', id: group }
  const [, user, device = '0', host] = PERSON.exec(jid) ?? []
  if (user === undefined) return OTHER
  const server = host === 'lid' ? 'lid' : 'pn'
  if (server === 'pn' && (user.length > LONGEST_NUMBER || NETWORK.test(user))) return OTHER
  return { kind: 'person', user, server, device: Number(device) }
}

/** By which a person is looked up, whichever of their devices writes: the same for every spelling of one number. Null for what is no person. */
export function aliasOf(jid: string | null | undefined): string | null {
  const address = readJid(jid)
  if (address.kind !== 'person') return null
  const { server, user } = address
  return `${server}:${server === 'pn' ? oneSpelling(user) : user}`
}

/** The address itself, without the device; null for what is no person. */
export function bareJid(jid: string | null | undefined): string | null {
  const address = readJid(jid)
  if (address.kind !== 'person') return null
  return `${address.user}@${address.server === 'lid' ? 'lid' : 's.whatsapp.net'}`
}

/** Mexican mobiles stand in WhatsApp with a 1 behind the country's 52, and without it. Other numbers have one spelling. */
export function oneSpelling(number: string): string {
  return number.replace(/^521(\d{10})$/, '52$1')
}

import type { Exchange } from './fake-exchange.ts'
import { type Handset, userOf } from './fake-handset.ts'
import { SERVER } from './fake-node.ts'
import { makePhone, type OwnScreen, type Upload } from './fake-phone.ts'

/** Everybody who is on WhatsApp, by number and by lid. */
export interface Directory {
  /** The student with this number, who comes to be when first asked for. */
  student(n: number): OwnScreen
  find(user: string): OwnScreen | undefined
  handset(jid: string): Handset | undefined
}

/** The bot's own: a number of Ciudad Obregón nobody has. */
export const ACCOUNT = { number: '5216449999999', pn: `5216449999999${SERVER}`, lid: '990000000000001@lid' }

export function makeDirectory(exchange: Exchange, upload: Upload): Directory {
  const users = new Map<string, OwnScreen>()
  return {
    student(n) {
      const digits = String(n).padStart(3, '0')
      const names = { pn: `5216440000${digits}${SERVER}`, lid: `880000000000${digits}@lid`, name: `Estudiante ${n}` }
      const known = users.get(userOf(names.pn))
      if (known) return known
      const made = makePhone(names, exchange, upload)
      users.set(userOf(names.pn), made).set(userOf(names.lid), made)
      return made
    },
    find: (user) => users.get(user),
    handset(jid) {
      const user = userOf(jid)
      if (user === ACCOUNT.number || user === userOf(ACCOUNT.lid)) return exchange.own()
      return users.get(user)?.phone.handset
    },
  }
}

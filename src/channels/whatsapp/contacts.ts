import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Log } from '../../log.ts'
import { damagedAsMissing, type FencedVault } from '../vault.ts'
import { aliasOf } from './address.ts'

/** Somebody by the names WhatsApp gives them (see aliasOf): one for privacy (LID), one that is their telephone number; either may be unknown. */
export interface Aliases {
  lid: string | null
  pn: string | null
}

/** The names of one person among jids that are all theirs. */
export function namesIn(...jids: (string | null | undefined)[]): Aliases {
  const all = jids.flatMap((jid) => aliasOf(jid) ?? [])
  return {
    lid: all.find((alias) => alias.startsWith('lid:')) ?? null,
    pn: all.find((alias) => alias.startsWith('pn:')) ?? null,
  }
}

const contactSchema = z.object({
  /** The second half of their chat's id: made up, for no name of WhatsApp's lasts. */
  id: z.string(),
  lid: z.string().nullable(),
  pn: z.string().nullable(),
  /** Where they wrote from last: answers go there. */
  jid: z.string(),
  since: z.number(),
  /** When they last wrote to us by themselves (ms); 0: never. */
  wroteAt: z.number(),
  /** When they erased everything and did not write again (ms); 0: they did not. */
  forgottenAt: z.number(),
  /** Ids of who turned out to be them: something for that chat may still be on its way. */
  former: z.array(z.string()).default([]),
})
export type Contact = z.infer<typeof contactSchema>

export interface Contacts {
  /** Reads what is kept, if that was not done since `unload`: never while somebody is being met. */
  load(): Promise<void>
  /** Another process may write from now on. */
  unload(): void
  /** By the id they have, or had. */
  byId(id: string): Contact | null
  find(aliases: Aliases): Contact | null
  /**
   * Whoever goes by these names, known or new; two who turn out to be one become one, the older. The names must be known to be one
   * person's: a number somebody else had until now is taken from them. Resolves once that is durable: what is said of them may be posted.
   */
  meet(aliases: Aliases, jid: string, at: number): Promise<Contact>
  /** What to write down along with their message. */
  wrote(id: string, at: number): [name: string, value: string] | null
  /** They erased everything: unless they write again, nobody knows them any more in eight days. Until then what was on its way finds their chat. */
  forget(id: string, at: number): Promise<void>
  /** Nothing before it is known who there is. */
  tidy(now: number): Promise<void>
}

const FOLDER = 'contact'
/** As long as the store remembers that what was sent before an erasure is late (ms). */
export const REMEMBERED = 8 * 24 * 60 * 60 * 1000

/** Nobody has more names than two. */
const MOST_FORMER = 5

export function createContacts(vault: FencedVault, log: Log): Contacts {
  let all = new Map<string, Contact>()
  let byAlias = new Map<string, string>()
  let byFormer = new Map<string, string>()
  let isLoaded = false

  function learn(contact: Contact): void {
    all.set(contact.id, contact)
    for (const id of contact.former) byFormer.set(id, contact.id)
    for (const alias of aliasesOf(contact)) byAlias.set(alias, contact.id)
  }

  function named(alias: string | null): Contact[] {
    const one = all.get(byAlias.get(alias ?? '') ?? '')
    return one === undefined ? [] : [one]
  }

  /** Numbers change hands, the network's own names do not: whoever has another of those is somebody else. */
  function known({ lid, pn }: Aliases): Contact[] {
    const others = named(pn).filter((one) => lid === null || one.lid === null || one.lid === lid)
    return [...new Set([...named(lid), ...others])].sort((a, b) => a.since - b.since)
  }

  async function meet(aliases: Aliases, jid: string, at: number): Promise<Contact> {
    const [first, ...others] = known(aliases)
    const before = first ?? {
      id: randomUUID().replaceAll('-', ''),
      ...aliases,
      jid,
      since: at,
      wroteAt: 0,
      forgottenAt: 0,
      former: [],
    }
    const contact = others.reduce(joined, {
      ...before,
      jid,
      lid: before.lid ?? aliases.lid,
      pn: aliases.pn ?? before.pn,
    })
    if (first && others.length === 0 && isSame(first, contact)) return first
    const bereft = named(contact.pn).filter(({ id }) => id !== contact.id && others.every((one) => one.id !== id))
    const left = bereft.map((one) => ({ ...one, pn: null }))
    const gone = others.map(({ id }): [string, null] => [nameOf(id), null])
    const written = [...left, contact].map((one): [string, string] => [nameOf(one.id), JSON.stringify(one)])
    await vault.set(new Map<string, string | null>([...written, ...gone]))
    for (const { id } of others) all.delete(id)
    for (const one of left) learn(one)
    if (first?.pn && first.pn !== contact.pn) byAlias.delete(first.pn)
    if (others.length > 0)
      log.warn({ channel: 'whatsapp', count: others.length + 1 }, 'several contacts were one person')
    learn(contact)
    return contact
  }

  return {
    async load() {
      if (isLoaded) return
      // Whoever is met anew has another chat, and is a stranger in it.
      const kept = await vault.list(FOLDER, damagedAsMissing)
      all = new Map()
      byAlias = new Map()
      byFormer = new Map()
      for (const text of kept.values()) learn(read(text))
      isLoaded = true
    },
    unload() {
      isLoaded = false
    },
    byId: (id) => all.get(byFormer.get(id) ?? id) ?? null,
    find: (aliases) => known(aliases)[0] ?? null,
    meet,
    wrote(id, at) {
      const contact = all.get(id)
      if (!contact || contact.wroteAt >= at) return null
      learn({ ...contact, wroteAt: at, forgottenAt: 0 })
      return [nameOf(id), JSON.stringify({ ...contact, wroteAt: at, forgottenAt: 0 })]
    },
    async forget(id, at) {
      // Who was never met here may have been met by another process.
      const name = nameOf(id)
      const written = all.has(id) ? undefined : (await vault.get([name], damagedAsMissing)).get(name)
      const contact = written === undefined ? all.get(id) : read(written)
      if (!contact) return
      const gone = { ...contact, forgottenAt: at }
      await vault.set(new Map([[name, JSON.stringify(gone)]]))
      learn(gone)
    },
    async tidy(now) {
      if (!isLoaded) return
      const gone = [...all.values()].filter(({ forgottenAt }) => forgottenAt > 0 && now - forgottenAt > REMEMBERED)
      if (gone.length > 0) await vault.set(new Map(gone.map(({ id }) => [nameOf(id), null])))
      for (const contact of gone) {
        all.delete(contact.id)
        for (const alias of aliasesOf(contact)) byAlias.delete(alias)
      }
    },
  }
}

/** Written by ourselves. */
function read(text: string): Contact {
  return contactSchema.parse(JSON.parse(text))
}

function nameOf(id: string): string {
  return `${FOLDER}/${id}`
}

function aliasesOf({ lid, pn }: Aliases): string[] {
  return [lid, pn].flatMap((alias) => alias ?? [])
}

function joined(one: Contact, other: Contact): Contact {
  return {
    ...one,
    lid: one.lid ?? other.lid,
    pn: one.pn ?? other.pn,
    wroteAt: Math.max(one.wroteAt, other.wroteAt),
    former: [...one.former, other.id, ...other.former].slice(-MOST_FORMER),
  }
}

function isSame(one: Contact, other: Contact): boolean {
  return one.jid === other.jid && one.lid === other.lid && one.pn === other.pn
}

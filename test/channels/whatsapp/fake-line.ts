import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Wire } from './fake-wire.ts'

/**
 * Everything on its way to the bot, as WhatsApp keeps it: in order, until the bot says that it has it. What is left when the
 * connection is gone comes again on the next one, marked as offline.
 */
export interface Line {
  /** Resolves once the bot has it (`heard`); what it never takes is never resolved. */
  put(stanza: BinaryNode): { heard: Promise<void> }
  /** The same message in other words: the bot could not read it. What it says next is about the first. */
  replace(stanza: BinaryNode): void
  /** The bot has it, or does not want it. */
  taken(kind: string, id: string | undefined): void
  /** A connection is ready: what waits goes out. Returns how many. */
  open(wire: Wire): number
  close(): void
  /** What the bot has not said to have. */
  waiting(): BinaryNode[]
  /** What is written gets lost on its way, though the connection stands; it waits as if it had gone out. */
  stall(on: boolean): void
  /** From now on every message goes out twice. */
  duplicates(on: boolean): void
  /** The very stanza of then, whatever became of it. */
  again(id: string, offline?: boolean): void
  /** Called with the id of every stanza the moment it is written. */
  onWritten(listener: (stanza: BinaryNode) => void): () => void
}

interface Entry {
  stanza: BinaryNode
  /** Answers that are about an earlier wording. */
  stale: number
  heard(): void
}

export function makeLine(changed: () => void): Line {
  const entries: Entry[] = []
  const past = new Map<string, BinaryNode>()
  const listeners = new Set<(stanza: BinaryNode) => void>()
  let wire: Wire | null = null
  let isTwice = false
  let isStalled = false

  function write(stanza: BinaryNode): void {
    if (!wire?.isOpen || isStalled) return
    wire.send(stanza)
    for (const listener of listeners) listener(stanza)
  }

  function find(kind: string, id: string | undefined): Entry | undefined {
    return entries.find(({ stanza }) => stanza.tag === kind && stanza.attrs.id === id)
  }

  function keep(stanza: BinaryNode): void {
    if (stanza.tag === 'message') past.set(stanza.attrs.id ?? '', stanza)
  }

  return {
    put(stanza) {
      keep(stanza)
      const heard = new Promise<void>((resolve) => entries.push({ stanza, stale: 0, heard: resolve }))
      write(stanza)
      if (isTwice && stanza.tag === 'message') write(stanza)
      changed()
      return { heard }
    },
    replace(stanza) {
      const entry = find('message', stanza.attrs.id)
      keep(stanza)
      // Even what it has: it may have been sent to it twice.
      if (entry) Object.assign(entry, { stanza, stale: entry.stale + 1 })
      else entries.push({ stanza, stale: 1, heard: () => undefined })
      write(stanza)
    },
    taken(kind, id) {
      const entry = find(kind, id)
      if (!entry) return
      if (entry.stale > 0) {
        entry.stale--
        return
      }
      entries.splice(entries.indexOf(entry), 1)
      entry.heard()
      changed()
    },
    open(next) {
      wire = next
      for (const entry of entries) entry.stale = 0
      const left = [...entries]
      for (const { stanza } of left) write(offline(stanza))
      return left.length
    },
    close() {
      wire = null
    },
    waiting: () => entries.map(({ stanza }) => stanza),
    stall(on) {
      isStalled = on
    },
    duplicates(on) {
      isTwice = on
    },
    again(id, isOffline = false) {
      const stanza = past.get(id)
      if (!stanza) throw new Error(`nobody sent ${id}`)
      write(isOffline ? offline(stanza) : stanza)
    },
    onWritten(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function offline(stanza: BinaryNode): BinaryNode {
  return { ...stanza, attrs: { ...stanza.attrs, offline: '1' } }
}

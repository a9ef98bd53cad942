import { type BinaryNode, encodeWAMessage, proto, type SocketConfig, unpadRandomMax16 } from '@whiskeysockets/baileys'
import { z } from 'zod'
import type { Auth } from './auth.ts'

/** A message as it came, deciphered: kept by the same write that used up its key, until it is posted. */
export interface Arrival {
  /** Its name in the vault; names sort in the order of arrival. */
  row: string
  /** Of its stanza: id, from, participant, t and the other names of the sender. */
  attrs: Readonly<Record<string, string>>
  /** Empty if it cannot be read after all. */
  message: proto.IMessage
}

export const JOURNAL = 'journal'

const rowSchema = z.object({ attrs: z.record(z.string(), z.string()), body: z.base64() })

type MakeRepository = SocketConfig['makeSignalRepository']

export interface JournalParts {
  auth: Auth
  /** Names the next row: later names sort behind earlier ones, also after a restart. */
  nextRow(): string
  /** It is durable. */
  arrived(arrival: Arrival): void
  /** What a stanza held that was taken before, as far as it is kept; null if it was not. */
  heard(attrs: Readonly<Record<string, string>>): Promise<proto.IMessage | null>
}

/**
 * The crash window of Baileys, closed with public hooks (PLATFORM §1.4): it commits the ratchet, acknowledges, and only then tells us; a
 * process that dies in between has lost the message for good, for a second time it does not decipher. Here the plain text is written by
 * the same all-or-nothing write as the ratchet, before any acknowledgement.
 */
export function createJournal({ auth, nextRow, arrived, heard }: JournalParts) {
  /** Which stanza a ciphertext came in: Baileys hands on the very same bytes. */
  const stanzas = new WeakMap<Uint8Array, BinaryNode>()

  /** Looks at every stanza before Baileys does. */
  function watch(node: BinaryNode): void {
    for (const part of Array.isArray(node.content) ? node.content : [])
      if (part.tag === 'enc' && part.content instanceof Uint8Array) stanzas.set(part.content, node)
  }

  /** Deciphers and keeps in one write. `keep` adds to that write what the message itself brings. */
  async function kept(
    ciphertext: Uint8Array,
    transaction: (work: () => Promise<Uint8Array>) => Promise<Uint8Array>,
    decipher: () => Promise<Uint8Array>,
    keep: (message: proto.IMessage) => Promise<void>,
  ): Promise<Uint8Array> {
    const node = stanzas.get(ciphertext)
    if (node === undefined) return decipher()
    const rows = new Map<string, string>()
    const row = nextRow()
    const deciphered = auth.alongside(rows, () =>
      transaction(async () => {
        const body = await decipher()
        rows.set(row, JSON.stringify({ attrs: node.attrs, body: Buffer.from(body).toString('base64') }))
        await keep(decoded(body))
        return body
      }),
    )
    return deciphered.then(
      (plain) => {
        arrived({ row, attrs: node.attrs, message: decoded(plain) })
        return plain
      },
      (error: unknown) => repeated(node, error),
    )
  }

  /**
   * What comes again, since the word that we have it did not arrive, cannot be deciphered again. Baileys would ask its sender to begin a
   * new session and to send it once more.
   */
  async function repeated({ attrs }: BinaryNode, error: unknown): Promise<Uint8Array> {
    const message = await heard(attrs).catch(() => null)
    if (message === null) throw error
    return encodeWAMessage(message)
  }

  function wrap(make: MakeRepository): MakeRepository {
    return (...given) => {
      const repository = make(...given)
      const [{ keys }] = given
      if (!('transaction' in keys)) throw new Error('this Baileys has no transactions: the journal needs them')
      const { decryptMessage, decryptGroupMessage, processSenderKeyDistributionMessage } = repository
      repository.decryptMessage = (one) =>
        kept(
          one.ciphertext,
          (work) => keys.transaction(work, one.jid),
          () => decryptMessage(one),
          async ({ senderKeyDistributionMessage: item }) => {
            // What a group's next messages are read with comes once: with the ratchet, or a death in between would lose it.
            const author = authorOf(stanzas.get(one.ciphertext))
            if (item && author !== null) await processSenderKeyDistributionMessage({ item, authorJid: author })
          },
        )
      repository.decryptGroupMessage = (one) =>
        kept(
          one.msg,
          (work) => keys.transaction(work, one.group),
          () => decryptGroupMessage(one),
          async () => {},
        )
      return repository
    }
  }

  return { watch, wrap }
}

/** A row of an earlier life; null if it is none. */
export function readArrival(row: string, text: string): Arrival | null {
  try {
    const { attrs, body } = rowSchema.parse(JSON.parse(text))
    return { row, attrs, message: decoded(Buffer.from(body, 'base64')) }
  } catch {
    return null
  }
}

/** What cannot be read is no message: Baileys refuses it by itself. */
function decoded(body: Uint8Array): proto.IMessage {
  try {
    return proto.Message.decode(unpadRandomMax16(body))
  } catch {
    return {}
  }
}

function authorOf(node: BinaryNode | undefined): string | null {
  return node === undefined ? null : (node.attrs.participant ?? node.attrs.from ?? null)
}

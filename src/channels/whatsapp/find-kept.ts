import { readJid } from './address.ts'
import { type Contacts, namesIn } from './contacts.ts'
import type { Kept, KeptMessages } from './kept.ts'

/** What is kept of a message, by its chat as WhatsApp calls it; null if nothing is, or nobody of that name was met. */
export async function findKept(
  { contacts, kept }: { contacts: Contacts; kept: KeptMessages },
  jid: string,
  id: string,
): Promise<Kept | null> {
  const chat = readJid(jid).kind === 'group' ? jid : contacts.find(namesIn(jid))?.id
  return chat === undefined ? null : kept.get(chat, id)
}

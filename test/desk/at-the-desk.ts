import { type DeskSession, deskSchema } from '../../src/desk/session.ts'
import { type ChatId, chatId, DESK } from '../../src/ids.ts'
import type { Message } from '../../src/message.ts'
import type { Content } from '../../src/update.ts'
import { type Conversation, DESK_GROUP, type Delivered } from '../conversation.ts'

/** A Monday at ten, when the desk is open. */
export const OPEN = Date.UTC(2026, 10, 23, 17)

export function studentNo(n: number): ChatId {
  return chatId('test', `student-${n}`)
}

/** What the store holds of the desk. */
export async function keptDesk({ store, seal }: Pick<Conversation, 'store' | 'seal'>): Promise<DeskSession> {
  const key = seal.chatKey(DESK)
  const kept = await store.peek(key)
  if (kept === null) throw new Error('nothing is kept of the desk')
  return deskSchema.parse(JSON.parse(seal.open('session', key, kept)))
}

/** Puts a session into the store as another process would have left it there. No world may be up. */
export async function leave({ store, seal, clock }: Conversation, chat: ChatId, session: string): Promise<void> {
  const key = seal.chatKey(chat)
  await store.post(key, { id: `left ${chat}`, body: '' }, clock.now(), false)
  const claims = await store.claim(clock.now(), 100)
  for (const claim of claims) {
    const isIt = claim.chat === key
    const kept = isIt ? seal.seal('session', key, session) : claim.session
    const remove = isIt ? claim.items.map(({ id }) => id) : []
    await store.commit(claim, { session: kept, remove, bury: [], outbox: [], next: null, forget: false }, false)
  }
}

/** A student asks for a person and answers what is asked before a case is opened; its code. */
export async function opensCase(talk: Conversation, chat: ChatId): Promise<string> {
  await talk.says({ kind: 'text', text: 'quiero hablar con una persona' }, { chat })
  for (const choice of ['nainari', 'skip', 'none']) await presses(talk, chat, choice)
  return codeOf(talk, chat)
}

/** Ana answers by quoting a message of ours. */
export function answers(talk: Conversation, text: string, quoted: { ref: string; text: string }): Promise<void> {
  return talk.agentDoes('Ana', { kind: 'text', text }, { quotes: { ...quoted, own: true } })
}

/** Presses the newest button of that name on the student's screen. */
export function presses(talk: Conversation, chat: ChatId, choice: string): Promise<void> {
  return talk.says(pressOf(talk, chat, choice), { chat })
}

/** The newest button of that name in a chat; `about` tells messages of the group apart. */
export function pressOf(talk: Conversation, chat: ChatId, choice: string, about = ''): Content {
  const shown = talk.delivered.findLast(
    ({ to, message }) => to === chat && wordsOf(message).includes(about) && choicesOf(message).includes(choice),
  )
  if (!shown) throw new Error(`nothing offers ${choice}`)
  return { kind: 'press', question: questionOf(shown.message), choice }
}

/** The code they were told last. */
export function codeOf({ delivered }: Conversation, chat: ChatId): string {
  const said = delivered.filter(({ to }) => to === chat).map(({ message }) => wordsOf(message))
  const code = said.flatMap((text) => text.match(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g) ?? []).at(-1)
  if (code === undefined) throw new Error('they were told no code')
  return code
}

export function inGroup({ delivered }: Conversation, key: string): Delivered[] {
  return delivered.filter(({ to, message }) => to === DESK_GROUP && 'key' in message && message.key === key)
}

export function wordsOf(message: Message): string {
  if (message.type === 'say' || message.type === 'edit') return message.body.text
  if (message.type === 'toast') return message.text
  return 'caption' in message ? message.caption.text : ''
}

export function choicesOf(message: Message): string[] {
  return message.type === 'say' || message.type === 'edit' ? message.choices.map(({ id }) => id) : []
}

export function questionOf(message: Message): number {
  return message.type === 'say' || message.type === 'edit' ? message.question : 0
}

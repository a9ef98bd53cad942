import type { Json } from './fake-body.ts'
import type { ChatState } from './fake-chats.ts'
import { address } from './fake-payloads.ts'
import { Refusal } from './fake-refusal.ts'

/** Refuses what concerns a chat the bot cannot reach: a group that moved or put it out, somebody who blocked or never opened it. */
export function checkAccess(chats: ChatState, method: string, payload: Json): void {
  const to = address.safeParse(payload.chat_id).data
  const from = address.safeParse(payload.from_chat_id).data
  for (const chat of [to, from]) if (chat !== undefined && chat < 0) checkGroup(chats, chat)
  if (to === undefined || to < 0 || !/^(?:send|copy|edit)/.test(method)) return
  if (chats.isBlocked(to)) throw new Refusal(403, 'Forbidden: bot was blocked by the user')
  if (chats.isStranger(to)) throw new Refusal(403, "Forbidden: bot can't initiate conversation with a user")
}

function checkGroup({ groups }: ChatState, group: number): void {
  const moved = groups.movedTo(group)
  if (moved !== null) {
    const parameters = { migrate_to_chat_id: moved }
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters)
  }
  if (groups.isExpelled(group)) throw new Refusal(403, 'Forbidden: bot was kicked from the supergroup chat')
}

import { GrammyError } from 'grammy'
import { z } from 'zod'
import type { Caller } from './http.ts'

const membership = z.object({ status: z.string(), is_member: z.boolean().optional() })

/** How Telegram says that it knows of nobody like that in the group. */
const NOBODY = /user not found|member not found|participant_id_invalid/i

/** Whether somebody is in a group now. Rejects when Telegram does not say: no answer is no answer. */
export async function isMember(call: Caller, group: string, person: string): Promise<boolean> {
  try {
    const answer = await call('getChatMember', { chat_id: group, user_id: Number(person) })
    return isIn(membership.parse(answer))
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400 && NOBODY.test(error.description)) return false
    throw error
  }
}

/** Somebody restricted may be in the group or not. */
export function isIn({ status, is_member }: { status: string; is_member?: boolean | undefined }): boolean {
  if (status === 'restricted') return is_member === true
  return status === 'creator' || status === 'administrator' || status === 'member'
}

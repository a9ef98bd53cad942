import { type ChatId, chatId } from '../../ids.ts'

export const CHANNEL = 'whatsapp-cloud'

/** Somebody of WhatsApp, as Meta names them: by number, by an id that holds for our account alone (who has a user name), or by both. */
export interface Person {
  number: string | null
  user: string | null
}

/** The address of a number. Mexican mobile numbers are written with a 1 after the 52 or without: one person, one chat. */
export function addressOfNumber(number: string): string {
  return number.replace(/^521(?=\d{10}$)/, '52')
}

export function chatOf(address: string): ChatId {
  return chatId(CHANNEL, address)
}

/** Whom a message goes to, as the Graph API takes it. */
export type Recipient = { to: string } | { recipient: string }

export function recipientOf({ number, user }: Person, address: string): Recipient {
  if (number !== null) return { to: number }
  if (user !== null) return { recipient: user }
  return /^\d+$/.test(address) ? { to: address } : { recipient: address }
}

import type { LanguageCode } from '@grammyjs/types'
import type { Api } from 'grammy'
import { addressOf, type ChatId, channelOf } from '../../ids.ts'

/** Languages are two letters; Spanish is what everybody else sees too. */
export interface CommandMenu {
  language: string
  scope: 'private' | 'desk'
  list: { command: string; description: string }[]
}

/** Sets the menus behind "/", for students' private chats and for the desk's group; other groups get none. */
export async function tellCommands(api: Api, menus: readonly CommandMenu[], helpdesk: ChatId | null): Promise<void> {
  await api.setMyCommands([], { scope: { type: 'all_group_chats' } })
  for (const { language, scope, list } of menus) {
    const where = scope === 'private' ? ({ type: 'all_private_chats' } as const) : deskScope(helpdesk)
    if (where) await api.setMyCommands(list, { scope: where, ...spokenBy(language) })
  }
}

function deskScope(helpdesk: ChatId | null) {
  if (helpdesk === null || channelOf(helpdesk) !== 'telegram') return null
  return { type: 'chat', chat_id: addressOf(helpdesk) } as const
}

function spokenBy(language: string): { language_code?: LanguageCode } {
  return language !== 'es' && isLanguageCode(language) ? { language_code: language } : {}
}

/** ISO 639-1, as Telegram has it; it refuses what it does not know. */
function isLanguageCode(code: string): code is LanguageCode {
  return /^[a-z]{2}$/.test(code)
}

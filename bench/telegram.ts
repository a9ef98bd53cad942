import type { ApiClientOptions } from 'grammy'
import type { UserFromGetMe } from 'grammy/types'
import type { Transport } from './side.ts'
import { stubbedFetch } from './stub.ts'

export const TOKEN = '1234567890:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** What getMe would say; given beforehand, so that nobody has to ask. */
export const BOT_INFO: UserFromGetMe = {
  id: 1234567890,
  is_bot: true,
  first_name: 'Afilia',
  username: 'afilia_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  can_manage_bots: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  supports_join_request_queries: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
}

export function clientOf(transport: Transport): ApiClientOptions {
  return transport.kind === 'http' ? { apiRoot: transport.root } : { fetch: stubbedFetch }
}

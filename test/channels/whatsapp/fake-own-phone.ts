import { deflateSync } from 'node:zlib'
import { proto } from '@whiskeysockets/baileys'
import { type Composed, textMessage } from './fake-compose.ts'
import { ACCOUNT, type Directory } from './fake-directory.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Handset, makeHandset, newMessageId, userOf } from './fake-handset.ts'
import type { How, Phone } from './fake-phone.ts'
import { makeScreen, type Shown } from './fake-screen.ts'

/** The phone the number lives on, in the hands of staff. */
export interface OwnPhone {
  /** Writes to a student, who sees it; the bot hears of it as of something it sent itself. */
  says(to: Phone, text: string, how?: Pick<How, 'id' | 'wait' | 'as'>): Promise<string>
  /** What the bot sent, as it shows there. */
  screen(): Shown[]
  /** What a device gets when it is linked: a history without anything in it, so that it need not wait for one. */
  greets(): Promise<void>
  readonly handset: Handset
}

const { Type } = proto.Message.ProtocolMessage
const BOOTSTRAP = proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP

export function makeOwnPhone(exchange: Exchange, directory: () => Directory): OwnPhone {
  const screen = makeScreen()
  const handset = makeHandset(
    ACCOUNT,
    exchange,
    async ({ id, chat }, message) => {
      const sent = message.deviceSentMessage?.message ?? message
      const media = await exchange.fetch(sent)
      exchange.group(chat)?.read(ACCOUNT.pn, id, sent, media)
      screen.show(id, 'bot', sent, media)
      exchange.changed()
    },
    false,
  )

  return {
    handset,
    screen: screen.shown,
    async says(to, text, { id = newMessageId(), wait = true, as = 'lid' } = {}) {
      const { message } = textMessage(text, {})
      directory().find(userOf(to.pn))?.screen.show(id, 'staff', message, null)
      exchange.changed()
      const recipient = to[as]
      const alias = as === 'lid' ? { peer_recipient_pn: to.pn } : { peer_recipient_lid: to.lid }
      const composed: Composed = {
        type: 'text',
        message: { deviceSentMessage: { destinationJid: recipient, message } },
      }
      const { heard } = await handset.send(composed, { id, attrs: { from: ACCOUNT[as], recipient, ...alias } })
      if (wait) await heard
      return id
    },
    async greets() {
      const history = proto.HistorySync.encode({ syncType: BOOTSTRAP, progress: 100 }).finish()
      const historySyncNotification = {
        syncType: BOOTSTRAP,
        progress: 100,
        initialHistBootstrapInlinePayload: deflateSync(history),
      }
      const message = { protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION, historySyncNotification } }
      const attrs = { from: ACCOUNT.pn, category: 'peer' }
      await handset.send({ type: 'text', message }, { id: newMessageId(), attrs })
    },
  }
}

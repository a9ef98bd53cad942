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
  /** Asked for what was left to it, it answers only once it is awake. */
  sleeps(on: boolean): Promise<void>
  /** What it was asked for and has not answered, by id. */
  asked(): string[]
  /** Hands this on to the bot, asked or not. Resolves once the bot has it. */
  handsOn(...copies: proto.IWebMessageInfo[]): Promise<void>
  readonly handset: Handset
}

const { Type } = proto.Message.ProtocolMessage
const BOOTSTRAP = proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP

export function makeOwnPhone(exchange: Exchange, directory: () => Directory): OwnPhone {
  const screen = makeScreen()
  let asked: string[] = []
  let isAsleep = false
  const handset = makeHandset(
    ACCOUNT,
    exchange,
    async ({ id, chat }, message) => {
      const sent = message.deviceSentMessage?.message ?? message
      const { peerDataOperationRequestMessage: question } = sent.protocolMessage ?? {}
      if (question) return hear(question)
      const media = await exchange.fetch(sent)
      exchange.group(chat)?.read(ACCOUNT.pn, id, sent, media)
      screen.show(id, 'bot', sent, media)
      exchange.changed()
    },
    false,
  )

  async function hear(question: proto.Message.IPeerDataOperationRequestMessage): Promise<void> {
    const ids = (question.placeholderMessageResendRequest ?? []).map(({ messageKey }) => messageKey?.id ?? '')
    asked.push(...ids)
    exchange.changed()
    // It reads what comes one by one: the answer is not waited for.
    if (!isAsleep) answer().catch(exchange.failed)
  }

  async function answer(): Promise<void> {
    const copies = asked.flatMap((id) => exchange.ownCopies.get(id) ?? [])
    asked = []
    await handsOn(...copies)
  }

  async function handsOn(...copies: proto.IWebMessageInfo[]): Promise<void> {
    const peerDataOperationResult = copies.map((copy) => ({
      placeholderMessageResendResponse: { webMessageInfoBytes: proto.WebMessageInfo.encode(copy).finish() },
    }))
    const peerDataOperationRequestResponseMessage = { peerDataOperationResult }
    const type = Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE
    const message = { protocolMessage: { type, peerDataOperationRequestResponseMessage } }
    const { heard } = await handset.send(
      { type: 'text', message },
      { id: newMessageId(), attrs: { from: ACCOUNT.pn, category: 'peer' } },
    )
    await heard
  }

  return {
    handset,
    handsOn,
    asked: () => [...asked],
    async sleeps(on) {
      isAsleep = on
      if (!on) await answer()
    },
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

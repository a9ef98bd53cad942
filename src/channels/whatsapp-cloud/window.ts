import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Receipt } from '../../message.ts'
import type { Alarms } from './alarms.ts'
import type { Chats, KeptChat } from './chats.ts'
import { failureOf, isOfGraph, receiptOf } from './failure.ts'
import { recipientOf } from './person.ts'
import type { Send } from './send.ts'
import type { Tally } from './tally.ts'

export interface Template {
  name: string
  language: string
}

/** What happens to a message whose window is closed: Meta takes no free words a day after somebody wrote. */
export interface Window {
  isClosed(kept: KeptChat | null): boolean
  /** The approved template in place of the message, or nothing. */
  outside(address: string, kept: KeptChat | null, id: string | undefined): Promise<Receipt>
}

const HOUR = 3_600_000
const OPEN = 24 * HOUR

/** Several messages at once come to one template: whoever gets it is asked to write, and asked once. */
const AGAIN = HOUR

interface WindowParts {
  template: Template | null
  chats: Chats
  send: Send
  clock: Clock
  log: Log
  tally: Tally
  alarms: Alarms
}

export function createWindow({ template, chats, send, clock, log, tally, alarms }: WindowParts): Window {
  const closed: Receipt = { status: 'refused', reason: 'window closed', why: 'window' }

  async function offer({ name, language }: Template, address: string, kept: KeptChat | null, id: string | undefined) {
    const payload = { type: 'template', template: { name, language: { code: language } } }
    const to = recipientOf(kept ?? { number: null, user: null }, address)
    const ref = await send({ address, to, steps: [{ payload }], quotes: undefined, id })
    tally.count('template')
    alarms.well()
    await chats.templateSent(address, { at: clock.now(), ref })
    return ref
  }

  function refused(error: unknown): Receipt {
    if (!isOfGraph(error)) throw error
    const failure = failureOf(error)
    if ('code' in error) tally.failed(error.code)
    if (failure.kind === 'template') alarms.raise('template')
    if ('trouble' in failure && failure.trouble) alarms.raise(failure.trouble)
    return failure.kind === 'refused' ? closed : receiptOf(failure)
  }

  return {
    // Of whom we know nothing Meta knows more: they may have erased everything a moment ago.
    isClosed: (kept) => kept !== null && clock.now() - kept.at >= OPEN,
    async outside(address, kept, id) {
      tally.count('window')
      const last = kept?.template
      if (last && clock.now() - last.at < AGAIN) return { status: 'sent', ref: last.ref, template: true }
      if (template === null) {
        log.info({ channel: 'whatsapp-cloud' }, 'a message found the window closed, and there is no template')
        return closed
      }
      return offer(template, address, kept, id).then(
        (ref): Receipt => ({ status: 'sent', ref, template: true }),
        refused,
      )
    },
  }
}

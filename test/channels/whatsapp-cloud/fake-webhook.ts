import { createHmac } from 'node:crypto'

export const APP_SECRET = '0123456789abcdef0123456789abcdef'
export const NUMBER_ID = '106540352242922'
export const OWN_NUMBER = '15550783881'

/** The side of Meta that calls us. */
export interface WebhookCaller {
  /** Where to call; before it is set nothing goes out. */
  url: string
  /** What was answered, oldest first. */
  answers: number[]
  /** Sends what stands under `value` of a change, again and again until it is taken, one after the other. */
  deliver(value: object): Promise<void>
}

const MOST_TRIES = 20

export function webhookCaller(): WebhookCaller {
  let last: Promise<unknown> = Promise.resolve()
  const caller: WebhookCaller = {
    url: '',
    answers: [],
    deliver(value) {
      const sent = last.then(() => insist(caller, JSON.stringify(delivery(value))))
      last = sent.catch(() => {})
      return sent
    },
  }
  return caller
}

async function insist(caller: WebhookCaller, body: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { status } = await post(caller.url, body)
    caller.answers.push(status)
    if (status === 200) return
  }
  throw new Error('a delivery was never taken')
}

export function post(url: string, body: string | Buffer, signature = signed(body)): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  return fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) })
}

export function signed(body: string | Buffer, secret = APP_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** A whole delivery with one change. */
export function delivery(value: object, numberId = NUMBER_ID): object {
  const metadata = { display_phone_number: OWN_NUMBER, phone_number_id: numberId }
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [change] }] }
}

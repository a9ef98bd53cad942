/** Speaks to the simulator's server as its page does, without a browser. */
import { get } from 'node:http'
import type { AgentId, StreamEvents } from '../../../src/channels/web/page/wire.ts'

interface StreamEvent {
  id: string | undefined
  name: string
  data: string
}

/** Reads an event stream until `enough` says so. */
export function stream(url: string, enough: (events: StreamEvent[]) => boolean, last?: string): Promise<StreamEvent[]> {
  return new Promise((resolve, reject) => {
    const events: StreamEvent[] = []
    const headers = last === undefined ? {} : { 'last-event-id': last }
    const going = get(url, { headers }, (response) => {
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const blocks = `${rest}${chunk}`.split('\n\n')
        rest = blocks.pop() ?? ''
        events.push(...blocks.map(parse))
        if (!enough(events)) return
        going.destroy()
        resolve(events)
      })
    })
    going.on('error', (error) => (enough(events) ? undefined : reject(error)))
  })
}

function parse(block: string): StreamEvent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  return { id: fields.get('id'), name: fields.get('event') ?? '', data: fields.get('data') ?? '' }
}

/** Rejects unless the server took it. */
export function say(url: string, content: object, chat: number | AgentId = 1): Promise<void> {
  return tell(url, '/api/say', { chat, content })
}

/** What an agent says to the group. */
export function sayAs(url: string, as: AgentId, content: object): Promise<void> {
  return tell(url, '/api/say', { chat: 'desk', as, content })
}

export async function tell(url: string, path: string, body: object): Promise<void> {
  const { token } = await (await fetch(`${url}/api/session`)).json()
  const headers = { 'content-type': 'application/json', 'x-afilia-token': token }
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (answer.status !== 202) throw new Error(`refused: ${answer.status}`)
}

/** The first answer is complete once the time was told. */
export const hasTime = (events: StreamEvent[]): boolean => events.some(({ name }) => name === 'time')

/** What a page sees that opens now. */
export async function look(url: string): Promise<StreamEvents['all']> {
  const events = await stream(`${url}/api/events?student=1`, hasTime)
  return JSON.parse(events.find(({ name }) => name === 'all')?.data ?? 'null')
}

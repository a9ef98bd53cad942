import type { ServerResponse } from 'node:http'
import type { StreamEvents } from './page/wire.ts'

/** Server-sent events to the open pages. Whoever lost the line goes on where they were, or gets everything anew. */
export interface Feed {
  /** Sends to all pages that look at `log` and remembers it for those that come back. */
  line(line: StreamEvents['line']): void
  /** Sends to all pages, for this moment only: it keeps the line open, too. */
  now<Name extends Passing>(name: Name, data: StreamEvents[Name]): void
  /** Serves one page; `all` is asked only if what it missed is no longer known. False when too many are open. */
  open(response: ServerResponse, listener: Listener): boolean
  close(): void
}

/** What is told of the moment and not remembered. */
type Passing = 'time' | 'agents'

export interface Listener {
  wants(log: StreamEvents['line']['log']): boolean
  /** The page's Last-Event-ID. */
  last: string | undefined
  all(): StreamEvents['all']
  now(): Pick<StreamEvents, Passing>
}

const MOST_PAGES = 40
const REMEMBERED = 500
/** A page that reads nothing while this much waits for it is let go; it will come back and get everything anew, which is less. */
const MOST_WAITING = 32 * 1024 * 1024

/** `epoch` differs for each start of the process, so that ids of an earlier one are known as foreign. */
export function createFeed(epoch: string): Feed {
  const pages = new Map<ServerResponse, Listener>()
  const recent: { number: number; line: StreamEvents['line'] }[] = []
  let newest = 0

  function send<Name extends keyof StreamEvents>(response: ServerResponse, name: Name, data: StreamEvents[Name]): void {
    const id = name === 'time' || name === 'agents' ? '' : `id: ${epoch}.${newest}\n`
    response.write(`${id}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    if (response.writableLength > MOST_WAITING) response.destroy()
  }

  /** What came after the page's last event; null if that cannot be told. */
  function missed(last: string | undefined): StreamEvents['line'][] | null {
    const [era, number] = last?.split('.') ?? []
    const known = Number(number)
    const oldest = recent[0]?.number ?? newest + 1
    if (era !== epoch || !Number.isInteger(known) || known > newest || known < oldest - 1) return null
    return recent.filter((one) => one.number > known).map(({ line }) => line)
  }

  return {
    line(line) {
      newest += 1
      recent.push({ number: newest, line })
      if (recent.length > REMEMBERED) recent.shift()
      for (const [response, { wants }] of pages) if (wants(line.log)) send(response, 'line', line)
    },
    now(name, data) {
      for (const response of pages.keys()) send(response, name, data)
    },
    open(response, listener) {
      if (pages.size >= MOST_PAGES) return false
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.on('close', () => pages.delete(response))
      pages.set(response, listener)
      const lines = missed(listener.last)
      if (lines === null) send(response, 'all', listener.all())
      else for (const line of lines) if (listener.wants(line.log)) send(response, 'line', line)
      const { agents, time } = listener.now()
      send(response, 'agents', agents)
      send(response, 'time', time)
      return true
    },
    close() {
      for (const response of pages.keys()) response.end()
      pages.clear()
    },
  }
}

import type { StreamEvents } from './wire.ts'

export interface Listener {
  all(data: StreamEvents['all']): void
  line(data: StreamEvents['line']): void
  time(data: StreamEvents['time']): void
  agents(data: StreamEvents['agents']): void
  /** Whether the line to the server stands. */
  online(is: boolean): void
}

/** Time until a stream that the server refused is tried again; one that merely broke comes back by itself. */
const PAUSE = 3000

/** Listens to what happens in a student's chat, at the desk and to the clock; returns how to stop. */
export function listen(student: number, listener: Listener): () => void {
  let source: EventSource
  let again = 0

  function open(): void {
    source = new EventSource(`/api/events?student=${student}`)
    // What our own server sends, as wire.ts describes it.
    source.addEventListener('all', ({ data }) => listener.all(JSON.parse(data)))
    source.addEventListener('line', ({ data }) => listener.line(JSON.parse(data)))
    source.addEventListener('time', ({ data }) => listener.time(JSON.parse(data)))
    source.addEventListener('agents', ({ data }) => listener.agents(JSON.parse(data)))
    source.addEventListener('open', () => listener.online(true))
    source.addEventListener('error', () => {
      listener.online(false)
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, PAUSE)
    })
  }

  open()
  return () => {
    clearTimeout(again)
    source.close()
  }
}

/** One command to a Redis server and its answer, by hand: tests look at a server without the client that is being tested. */
import { once } from 'node:events'
import { connect } from 'node:net'

/** What was read, and where the rest begins; null while more has to come. */
type Parsed = { text: string; end: number } | null

const PATIENCE = 5000

/** The answer as text, the elements of a list on lines of their own; rejects with what Redis says when it refuses. */
export async function askRedis(port: number, ...words: string[]): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, timeout: PATIENCE })
  socket.once('timeout', () => socket.destroy(new Error(`no answer to ${words[0]} from port ${port}`)))
  try {
    await once(socket, 'connect')
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
    let heard = Buffer.alloc(0)
    for await (const chunk of socket) {
      heard = Buffer.concat([heard, chunk])
      const answer = parse(heard.toString('latin1'), 0)
      if (answer) return Buffer.from(answer.text, 'latin1').toString()
    }
    throw new Error(`no answer to ${words[0]} from port ${port}`)
  } finally {
    socket.destroy()
  }
}

/** Latin-1, so that a character is a byte. Throws what is refused. */
function parse(text: string, from: number): Parsed {
  const line = text.indexOf('\r\n', from)
  if (line < 0) return null
  const head = text.slice(from + 1, line)
  const start = line + 2
  switch (text[from]) {
    case '-':
      throw new Error(head)
    case '$':
      return bulk(text, start, Number(head))
    case '*':
      return list(text, start, Number(head))
    default:
      return { text: head, end: start }
  }
}

function bulk(text: string, start: number, length: number): Parsed {
  if (length < 0) return { text: '', end: start }
  const end = start + length
  return text.length < end + 2 ? null : { text: text.slice(start, end), end: end + 2 }
}

function list(text: string, start: number, count: number): Parsed {
  const lines: string[] = []
  let end = start
  for (let index = 0; index < count; index += 1) {
    const element = parse(text, end)
    if (!element) return null
    lines.push(element.text)
    end = element.end
  }
  return { text: lines.join('\n'), end }
}

/** The fake Bot API, in a process of its own: says that it has taken whatever it is sent. Reports its address to its parent. */
import { createServer, type ServerResponse } from 'node:http'
import type { Update } from 'grammy/types'
import { TAKEN } from './stub.ts'
import { BOT_INFO } from './telegram.ts'

/** From the parent: an update to give to whoever polls next. */
export interface Offer {
  offer: Update
}

/** To the parent: where we listen; that a message was sent. */
export type Notice = { root: string } | { sent: true }

const taken = JSON.stringify(TAKEN)
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(taken) }
let offered: Update | null = null
let watched = false
let poll: ServerResponse | null = null

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => answer(request.url?.slice(request.url.lastIndexOf('/') + 1) ?? '', response))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address instanceof Object) tell({ root: `http://127.0.0.1:${address.port}` })
})
process.on('message', ({ offer }: Offer) => {
  offered = offer
  watched = true
})
process.once('disconnect', () => process.exit(0))

function answer(method: string, response: ServerResponse): void {
  if (method === 'sendMessage') {
    response.writeHead(200, headers).end(taken)
    if (watched) tell({ sent: true })
    watched = false
  } else if (method === 'getMe') reply(response, BOT_INFO)
  else if (method === 'getUpdates') pollFor(response)
  else if (method === 'answerCallbackQuery' || method === 'deleteMessage') response.writeHead(200, headers).end(taken)
  else reply(response, true)
}

/** A poll with nothing to give stays open, and ends when the next one comes. */
function pollFor(response: ServerResponse): void {
  if (poll) reply(poll, [])
  poll = null
  if (offered) reply(response, [offered])
  else poll = response
  offered = null
}

function reply(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }))
}

function tell(notice: Notice): void {
  process.send?.(notice)
}

/** The wire the network's faults are made with: each fault must really happen. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startProxy, type TcpProxy } from './proxy.ts'

let heard: string[] = []
let proxy: TcpProxy
const echo = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    heard.push(data.toString())
    socket.write(data)
  })
})

beforeEach(async () => {
  heard = []
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  proxy = await startProxy(address.port)
})

afterEach(async () => {
  await proxy.close()
  echo.close()
  await once(echo, 'close')
})

async function opened(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

async function answerTo(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  const [data]: unknown[] = await once(socket, 'data')
  return String(data)
}

test('forwards both ways', async () => {
  const socket = await opened()
  expect(await answerTo(socket, 'one')).toBe('one')
  expect(await answerTo(socket, 'two')).toBe('two')
  socket.destroy()
})

test('cut: what stands falls, nothing new stands, until it is restored', async () => {
  const socket = await opened()
  await answerTo(socket, 'one')
  const fallen = once(socket, 'close')
  await proxy.cut()
  await fallen
  await expect(opened()).rejects.toThrow(/ECONNREFUSED/)
  await proxy.restore()
  const again = await opened()
  expect(await answerTo(again, 'two')).toBe('two')
  again.destroy()
})

test('hang: connections stand and nothing passes; restored, it does', async () => {
  proxy.hang()
  const socket = await opened()
  const answer = answerTo(socket, 'one')
  await new Promise((resolve) => setImmediate(resolve))
  expect(heard).toEqual([])
  await proxy.restore()
  expect(await answer).toBe('one')
  socket.destroy()
})

test('slow: everything arrives, in order', async () => {
  proxy.slow(5)
  const socket = await opened()
  expect(await answerTo(socket, 'one')).toBe('one')
  expect(await answerTo(socket, 'two')).toBe('two')
  socket.destroy()
})

test('a dropped answer: the other side has heard, the client never learns', async () => {
  const socket = await opened()
  await answerTo(socket, 'one')
  const dropped = proxy.dropAfterRequest()
  const said: string[] = []
  socket.on('data', (data) => said.push(data.toString()))
  const fallen = once(socket, 'close')
  socket.write('two')
  await Promise.all([dropped, fallen])
  expect(heard).toEqual(['one', 'two'])
  expect(said).toEqual([])
  const again = await opened()
  expect(await answerTo(again, 'three')).toBe('three')
  again.destroy()
})

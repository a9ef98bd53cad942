import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { BufferJSON } from '@whiskeysockets/baileys'
import { expect, onTestFinished, test } from 'vitest'
import { hushLibraries } from '../../../src/channels/whatsapp/hush.ts'
import type { FakeWhatsApp } from './fake-whatsapp.ts'
import { ATTACKS } from './hostile.ts'
import { openFake } from './on-fake.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

// The phones of the fake have sessions, too.
hushLibraries()

/** The channel as it is built, in a process of its own: it answers everything with the same words, and logs all there is to log. */
const PROGRAM = `
  if (process.env.LOUD === '1')
    for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace']) {
      const speak = console[method].bind(console)
      Object.defineProperty(console, method, { get: () => speak, set() {} })
    }
  const { WA_CERT_DETAILS } = await import('@whiskeysockets/baileys')
  const { whatsappChannel } = await import('${ROOT}dist/src/channels/whatsapp/whatsapp.js')
  const { createLog } = await import('${ROOT}dist/src/log.js')
  const { systemClock } = await import('${ROOT}dist/src/clock.js')
  const { url, root, creds, group } = JSON.parse(process.env.SCENE)
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'hex')
  const facts = new Map([['account/creds', creds]])
  const vault = {
    get: async (names) => new Map(names.filter((name) => facts.has(name)).map((name) => [name, facts.get(name)])),
    list: async (folder) => new Map([...facts].filter(([name]) => name.startsWith(folder + '/'))),
    async set(changes) {
      for (const [name, value] of changes) value === null ? facts.delete(name) : facts.set(name, value)
    },
  }
  const system = systemClock()
  const clock = { ...system, monotonic: () => system.monotonic() * 100, wake: (at, call) => system.wake(system.now() + (at - system.now()) / 10, call) }
  const channel = whatsappChannel({
    vault, clock, log: createLog('debug'), random: () => 0, desk: () => group, number: null, quietFor: 1000,
    resumeWords: [], numbers: { ordinals: new Map(), stopWords: new Set() }, dailyCap: 1000, groupHint: () => '',
    link: { words: (key) => key, pageDir: '', token: 'token', url: () => '' }, announce() {}, socket: { waWebSocketUrl: url },
  })
  const say = { type: 'say', key: 'k', body: { text: 'canario-respuesta', spans: [] }, choices: [], question: 1, copies: [] }
  await channel.start(async ({ chat, content }) => {
    if (content.kind !== 'text' || content.text !== 'adiós') return
    while ((await channel.deliver(chat, say, 'row')).status === 'retry') await new Promise((again) => setTimeout(again, 20))
  })
  process.stdin.on('end', () => channel.stop().then(() => process.exit())).resume()
`

function start(server: FakeWhatsApp, group: string, env: Record<string, string>) {
  const { url, root } = server.address
  const creds = JSON.stringify(server.register(), BufferJSON.replacer)
  const SCENE = JSON.stringify({ url, root, creds, group: `whatsapp:${group}` })
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', SCENE, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  return { child, said }
}

async function happens(server: FakeWhatsApp, child: ChildProcess, group: ReturnType<FakeWhatsApp['group']>) {
  const [staff, thief] = [server.phone(1), server.phone(2)]
  await server.until(() => server.presences.length > 0 || server.logins() > 0)
  const theirs = await thief.says('canario-texto')
  await group.says(staff, 'canario-grupo')
  const scene = { own: thief, bot: server.account, staff, ours: 'NONE', theirs }
  for (const attack of Object.values(ATTACKS)) {
    const { what, attrs } = attack(scene, 'canario-ataque')
    await thief.crafts(what, attrs, { wait: false })
  }
  await staff.crafts({ conversation: 'canario-nombre' }, { sender_pn: thief.pn }, { wait: false })
  await staff.says('canario-ilegible', { garbled: true })
  // Sessions end and begin anew: this is what libsignal tells of.
  for (let times = 0; times < 3; times += 1) {
    await staff.losesKeys()
    await staff.says('canario-sesión')
  }
  await server.ownPhone.says(staff, 'canario-mano')
  server.drop()
  await staff.says('adiós')
  await staff.hears(/canario-respuesta/)
  server.close(428)
  await staff.says('canario-fin')
  child.stdin?.end()
  await once(child, 'exit')
}

test('whatever comes, nothing but our own lines gets out: no key, no number, no name, no text', async () => {
  const server = await openFake()
  const group = server.group([server.phone(1)])
  const { child, said } = start(server, group.id, {})
  await happens(server, child, group)
  expect(said.err).toBe('')
  const lines = said.out.split('\n').filter((line) => line !== '')
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines)
    expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining(['level', 'time', 'msg']))
  expect(said.out).not.toMatch(/canario|session|key|\d{10,}(?!Z)|@lid|@g\.us|whatsapp\.net|Estudiante|Persona/i)
})

test('the libraries by themselves would tell it all', async () => {
  const server = await openFake()
  const group = server.group([server.phone(1)])
  const { child, said } = start(server, group.id, { LOUD: '1' })
  await happens(server, child, group)
  expect(said.out + said.err).toMatch(/Closing session|Closing open session/)
})

/** Run as a program: node diligent.js <SQLite file>. Says each number it reads, and tells what became of it. */
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { startTown } from './town.ts'

const [file = ''] = process.argv.slice(2)
const say = (line: string): void => void writeSync(1, `${line}\n`)
const town = await startTown({
  store: sqliteStore({ file, monotonic: () => performance.now(), token: randomUUID }),
  async deliver(_, message) {
    say(message.type === 'say' ? message.body.text : '')
    return { status: 'sent', ref: 'm' }
  },
})
say('up')
for await (const n of createInterface({ input: process.stdin }))
  await town.counts('ana', Number(n), { id: n }).then(
    () => say(`kept ${n}`),
    () => say(`refused ${n}`),
  )

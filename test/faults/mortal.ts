/** Run as a program: node mortal.js <SQLite file>. A world that one message ends; says what it delivers, and ends by itself when nothing is due. */
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { poisonedFlow } from './poisoned-flow.ts'
import { startTown } from './town.ts'

const [file = ''] = process.argv.slice(2)
const store = sqliteStore({ file, monotonic: () => performance.now(), token: randomUUID })
const town = await startTown({
  store,
  flows: [poisonedFlow(() => process.exit(7))],
  async deliver(to, message) {
    writeSync(1, `${to} ${message.type === 'say' ? message.body.text : ''}\n`)
    return { status: 'sent', ref: 'm' }
  },
})
await town.world.settled()
await town.stop()
await store.close()

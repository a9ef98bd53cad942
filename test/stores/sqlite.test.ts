import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe } from 'vitest'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { storeContract } from './contract.ts'
import { surviveKills } from './kills.ts'
import { buildProgram } from './program.ts'

const LEASE = 30_000

/** A store in a file of its own; leases run on a clock that only the test moves. */
async function openFile() {
  const folder = mkdtempSync(join(tmpdir(), 'afilia-store-'))
  let monotonic = 0
  const open = () =>
    sqliteStore({ file: join(folder, 'afilia.sqlite'), monotonic: () => monotonic, leaseMs: LEASE, token: randomUUID })
  let store = open()
  return {
    store,
    async expireLeases() {
      monotonic += LEASE
    },
    async reopen() {
      await store.close()
      store = open()
      return store
    },
    async close() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

storeContract('SQLite', openFile)

describe('SQLite, killed', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'afilia-kills-')), 'afilia.sqlite')
  let program = ''
  beforeAll(async () => {
    program = await buildProgram('test/stores/sqlite-worker.ts')
  })
  surviveKills(
    'SQLite',
    (order) => [program, file, JSON.stringify(order)],
    () => sqliteStore({ file, monotonic: () => 0, token: randomUUID }),
  )
})

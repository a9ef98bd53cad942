/** Run as a program: node sqlite-worker.js <file> <order as JSON>. */
import { randomUUID } from 'node:crypto'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { work } from './worker.ts'

const [file = '', order = ''] = process.argv.slice(2)
const store = sqliteStore({ file, monotonic: () => performance.now(), token: randomUUID })
await work(store, JSON.parse(order))
await store.close()

import { DatabaseSync } from '@photostructure/sqlite'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Batch, createBatch } from '../../src/stores/sqlite/batch.ts'

let db: InstanceType<typeof DatabaseSync>
let batch: Batch
let transactions: number

beforeEach(() => {
  db = new DatabaseSync(':memory:')
  onTestFinished(() => db.close())
  db.exec(`
    CREATE TABLE word (text TEXT PRIMARY KEY);
    CREATE TABLE rhyme (of TEXT REFERENCES word DEFERRABLE INITIALLY DEFERRED);
  `)
  transactions = 0
  batch = createBatch(db, () => {
    transactions += 1
  })
})

const write = (text: string) => batch.run(() => db.exec(`INSERT INTO word VALUES ('${text}')`))
const statuses = async (all: Promise<unknown>[]) => (await Promise.allSettled(all)).map(({ status }) => status)
const words = () => db.prepare('SELECT text FROM word ORDER BY text').all().flatMap(Object.values)

test('what is asked for in one tick is one transaction', async () => {
  await Promise.all([write('a'), write('b'), write('c')])
  expect(transactions).toBe(1)
  await write('d')
  expect(transactions).toBe(2)
})

test('one that throws undoes its own writes alone', async () => {
  const bad = batch.run(() => {
    db.exec("INSERT INTO word VALUES ('half')")
    throw new Error('no')
  })
  expect(await statuses([write('a'), bad, write('b')])).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(words()).toEqual(['a', 'b'])
})

test('an error that ends the transaction fails them all, and the next ones are well', async () => {
  await write('a')
  const fatal = batch.run(() => db.exec("INSERT OR ROLLBACK INTO word VALUES ('a')"))
  expect(await statuses([write('b'), fatal, write('c')])).toEqual(['rejected', 'rejected', 'rejected'])
  await expect(fatal).rejects.toThrow('UNIQUE')
  expect(words()).toEqual(['a'])
  await write('d')
  expect(words()).toEqual(['a', 'd'])
})

test('a commit that fails fails them all, and the next ones are well', async () => {
  const orphan = batch.run(() => db.exec("INSERT INTO rhyme VALUES ('nothing')"))
  expect(await statuses([write('a'), orphan])).toEqual(['rejected', 'rejected'])
  expect(transactions).toBe(0)
  await write('b')
  expect(words()).toEqual(['b'])
})

test('once closed it finishes what it has and takes no more', async () => {
  const last = write('a')
  const closed = batch.close()
  await expect(write('b')).rejects.toThrow('the store is closed')
  await Promise.all([last, closed])
  expect(words()).toEqual(['a'])
})

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { buildProgram } from './program.ts'

describe('the file of SQLite', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'afilia-file-'))
  const openAt = (file: string) => {
    const store = sqliteStore({ file, monotonic: () => 0, token: randomUUID })
    onTestFinished(() => store.close())
    return store
  }

  test('and its folder are for their user alone', async () => {
    const file = join(folder(), 'data', 'afilia.sqlite')
    const store = openAt(file)
    await store.writeFact('a', 'b')
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(join(file, '..'))) expect(statSync(join(file, '..', name)).mode & 0o777).toBe(0o600)
    await store.close()
    chmodSync(file, 0o644)
    openAt(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('has one process at a time; the next one may have it after a kill', async () => {
    const program = await buildProgram('test/stores/sqlite-worker.ts')
    const file = join(folder(), 'afilia.sqlite')
    const start = () =>
      spawn(process.execPath, [program, file, JSON.stringify({ from: { ana: 1 }, until: null })], { stdio: 'pipe' })
    const first = start()
    await once(first.stdout, 'data')
    const second = start()
    const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'close')])
    expect(code).toBe(1)
    expect(said).toContain(`another Afilia is already using ${file}: stop it, or set another DATA_DIR`)
    expect(() => openAt(file)).toThrow('another Afilia')
    first.kill('SIGKILL')
    await once(first, 'close')
    expect(await openAt(file).peek('ana')).toMatch(/^1\b/)
    expect(() => openAt(file)).toThrow('another Afilia')
  })

  test('of a newer version is refused and left as it is', () => {
    const file = join(folder(), 'afilia.sqlite')
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE chat (key TEXT); PRAGMA user_version = 99')
    other.close()
    const before = readFileSync(file)
    expect(() => openAt(file)).toThrow(
      `${file} was written by a newer version of Afilia (its format is 99, this one knows up to 3): install that version again`,
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('of another program is refused and left as it is', () => {
    const file = join(folder(), 'other.sqlite')
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE song (title TEXT)')
    other.close()
    const before = readFileSync(file)
    expect(() => openAt(file)).toThrow(`${file} is a database of something else, not of Afilia: move it away`)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('that cannot be used is said to be, in one sentence', async () => {
    const junk = join(folder(), 'junk.sqlite')
    writeFileSync(junk, 'no database '.repeat(1000))
    expect(() => openAt(junk)).toThrow(`${junk} is damaged or no database`)
    expect(() => openAt(join(junk, 'afilia.sqlite'))).toThrow(/junk\.sqlite\/afilia\.sqlite cannot be opened: E/)
    expect(() => openAt(folder())).toThrow(/cannot be opened: /)
  })

  test('that cannot grow keeps all it said it had, and no half of the rest', async () => {
    const program = await buildProgram('test/stores/sqlite-worker.ts')
    const file = join(folder(), 'afilia.sqlite')
    const order = JSON.stringify({ from: { ana: 1, beto: 1 }, until: null })
    const limited = 'trap "" XFSZ; ulimit -f 400; exec "$@"'
    const child = spawn('bash', ['-c', limited, 'bash', process.execPath, program, file, order], { stdio: 'pipe' })
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    expect(code).toBe(1)
    expect(err).toMatch(/disk I\/O error|disk is full/)
    const store = openAt(file)
    for (const chat of ['ana', 'beto']) {
      const said = out.split('\n').filter((line) => line.startsWith(`posted ${chat} `)).length
      expect(said).toBeGreaterThan(0)
      const [claim] = await store.claim(Number.MAX_SAFE_INTEGER, 1)
      const session = (await store.peek(claim?.chat ?? chat)) ?? ''
      const all = [...session.split(' ').filter(Boolean), ...(claim?.items ?? []).map(({ body }) => body)].map(Number)
      expect(all).toEqual(Array.from(all, (_, index) => index + 1))
      expect(all.length).toBeGreaterThanOrEqual(said)
    }
  })
})

describe('what SQLite keeps', () => {
  const NOW = Date.UTC(2026, 10, 30, 16)
  const DAY = 24 * 60 * 60 * 1000

  /** How often these words stand in the file or its log, whatever SQLite thinks of the page. */
  const traces = (file: string, ...words: string[]) => {
    const bytes = [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : '')).join('')
    return words.map((word) => bytes.split(word).length - 1)
  }

  test('of an erased chat is nothing, while the store is still open', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'afilia-erase-')), 'afilia.sqlite')
    const store = sqliteStore({ file, monotonic: () => 0, token: randomUUID })
    onTestFinished(() => store.close())
    const turn = async (chat: string, forget: boolean) => {
      const [claim] = await store.claim(NOW, 1)
      expect(claim?.chat).toBe(chat)
      if (!claim) return
      const [first, second, third] = claim.items.map(({ id }) => id)
      const work = {
        session: forget ? null : `session-${chat} ${'x'.repeat(700)}`,
        remove: forget ? claim.items.map(({ id }) => id) : first ? [first] : [],
        bury: !forget && second && third ? [{ id: second, reason: 'test' }] : [],
        outbox: [1, 2].map((n) => ({ id: `${chat}-row${n}-${forget}`, lane: `lane-${chat}`, body: `row-${chat}` })),
        next: null,
        forget,
      }
      await store.commit(claim, work, false)
    }
    for (let n = 0; n < 60; n += 1) {
      for (const m of [1, 2, 3, 4])
        await store.post(`chat${n}.`, { id: `i${n}-${m}`, body: `mail-chat${n}. ${'y'.repeat(300)}` }, NOW, false)
      await turn(`chat${n}.`, false)
      const [rest] = await store.claim(NOW, 1)
      if (rest) await store.release(rest, NOW + DAY)
    }
    for (let n = 0; n < 60; n += 3) {
      await store.post(`chat${n}.`, { id: `erase${n}`, body: `erase-chat${n}.` }, NOW, false)
      await turn(`chat${n}.`, true)
    }
    expect(traces(file, 'session-chat0.', 'mail-chat0.', 'session-chat30.', 'mail-chat30.')).toEqual([0, 0, 0, 0])
    expect(traces(file, 'chat0.')[0]).toBeGreaterThan(0)
    for (let [row] = await store.claimOutbox(NOW, 1); row; [row] = await store.claimOutbox(NOW, 1))
      await store.settle(row, false)
    for (let n = 0; n < 60; n += 3) {
      expect([n, ...traces(file, `chat${n}.`)]).toEqual([n, 0])
      // The ids stay, to know a repeat.
      expect(traces(file, `i${n}-1`)[0]).toBeGreaterThan(0)
    }
    expect(Math.min(...traces(file, 'session-chat1.', 'mail-chat1.', 'chat59.'))).toBeGreaterThan(0)
  })

  test('of dead letters is all that staff needs', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'afilia-dead-')), 'afilia.sqlite')
    const store = sqliteStore({ file, monotonic: () => 0, token: randomUUID })
    await store.post('chat', { id: 'a', body: 'sealed' }, NOW, false)
    const [claim] = await store.claim(NOW, 1)
    if (!claim) throw new Error('nothing was due')
    const bury = [{ id: 'a', reason: 'unreadable' }]
    await store.commit(claim, { session: null, remove: [], bury, outbox: [], next: null, forget: false }, false)
    await store.close()
    expect(rowsOf(file, 'SELECT * FROM dead_letter')).toEqual([
      { seq: 1, chat: 'chat', id: 'a', body: 'sealed', reason: 'unreadable', at: NOW },
    ])
  })

  test('of ids are those of eight days, so that it does not grow for ever', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'afilia-seen-')), 'afilia.sqlite')
    const store = sqliteStore({ file, monotonic: () => 0, token: randomUUID })
    const ids = Array.from({ length: 40 }, (_, n) => n)
    await Promise.all(ids.map((n) => store.post('chat', { id: `old${n}`, body: '' }, NOW, false)))
    await Promise.all(ids.map((n) => store.post('chat', { id: `new${n}`, body: '' }, NOW + 8 * DAY, false)))
    await store.close()
    expect(rowsOf(file, "SELECT count(*) AS n FROM seen WHERE id LIKE 'old%'")).toEqual([{ n: 0 }])
    expect(rowsOf(file, 'SELECT count(*) AS n FROM seen')).toEqual([{ n: 40 }])
  })

  test('more than one transaction can hold is written all the same', async () => {
    const store = sqliteStore({ file: ':memory:', monotonic: () => 0, token: randomUUID })
    onTestFinished(() => store.close())
    const ids = Array.from({ length: 1000 }, (_, n) => `m${n}`)
    await Promise.all(ids.map((id) => store.post('chat', { id, body: '' }, NOW, false)))
    expect((await store.claim(NOW, 1))[0]?.items.map(({ id }) => id)).toEqual(ids)
  })

  function rowsOf(file: string, sql: string): unknown[] {
    const db = new DatabaseSync(file, { readOnly: true })
    const rows = db.prepare(sql).all()
    db.close()
    return rows.map((row) => ({ ...row }))
  }
})

/** RELIABILITY F36: the disk is full, and then it is not. A limit on the size of files stands for it. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildProgram } from '../stores/program.ts'
import { givenRedis } from './on-redis.ts'
import { survives } from './survival.ts'

/** A file that may not grow is an error of the write, not a signal that ends the process. */
const UNKILLED = `trap '' XFSZ; exec "$@"`

// Before anything asks which program a Redis server is.
await vi.hoisted(async () => {
  const { chmodSync, mkdtempSync, writeFileSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  const path = `${mkdtempSync(`${tmpdir()}/afilia-disk-`)}/redis-server`
  writeFileSync(path, `#!/bin/sh\ntrap '' XFSZ\nexec ${process.env.REDIS_SERVER ?? 'redis-server'} "$@"\n`)
  chmodSync(path, 0o755)
  process.env.REDIS_SERVER = path
})

const redis = givenRedis()

/** No file of this process may grow beyond so many bytes; those that are larger cannot be written at their end. */
function limit(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
}

test('Redis refuses what it cannot write down, says why, and goes on by itself', async () => {
  const pid = Number(/process_id:(\d+)/.exec(await redis.server.command('INFO', 'server'))?.[1])
  const store = redis.open()
  await survives(redis, { count: 90, mayRepeat: 0 }, async ({ echoed, refused }) => {
    await echoed(30)
    limit(pid, 1)
    await refused(3)
    expect(await store.obstacles()).toMatchObject([{ code: 'redis-cannot-write' }])
    limit(pid, 'unlimited')
    await echoed(30)
  })
  expect(await store.obstacles()).toEqual([])
})

test('SQLite refuses what it cannot write, keeps what it has, and goes on by itself', async () => {
  const program = await buildProgram('test/faults/diligent.ts')
  const file = join(mkdtempSync(join(tmpdir(), 'afilia-disk-')), 'a.sqlite')
  const child = spawn('sh', ['-c', UNKILLED, 'sh', process.execPath, program, file], { stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const told: string[] = []
  const says = async (...words: string[]): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`ended before it said ${words}`)
      told.push(value)
      if (words.includes(value)) return value
    }
  }
  const tell = (n: number): Promise<string> => {
    child.stdin.write(`${n}\n`)
    return says(`kept ${n}`, `refused ${n}`)
  }
  await says('up')
  expect(await tell(1)).toBe('kept 1')
  await says('echo 1')
  limit(child.pid ?? 0, 1)
  expect(await tell(2)).toBe('refused 2')
  expect(await tell(5)).toBe('refused 5')
  limit(child.pid ?? 0, 'unlimited')
  for (const n of [2, 5, 7]) {
    expect(await tell(n)).toBe(`kept ${n}`)
    if (!told.includes(`echo ${n}`)) await says(`echo ${n}`)
  }
  expect(told.filter((line) => line.startsWith('echo'))).toEqual([1, 2, 5, 7].map((n) => `echo ${n}`))
})

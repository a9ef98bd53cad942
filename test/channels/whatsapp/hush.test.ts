import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** In a process of its own: the console of the tests is vitest's. */
const script = (first: string) => `
  ${first}
  const { default: SessionRecord } = await import('libsignal/src/session_record.js')
  const record = new SessionRecord()
  const session = SessionRecord.createEntry()
  session.indexInfo = { baseKey: Buffer.from('secret-key'), baseKeyType: 1, closed: -1, used: 0, created: 0 }
  session.currentRatchet = { rootKey: Buffer.from('private-ratchet-key') }
  record.closeSession(session)
  record.openSession(session)
  console.log('our own word')
`

function run(first: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script(first)], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return stdout + stderr
}

test('libsignal would write private keys to the console', () => {
  expect(run('')).toContain('Closing session:')
})

test('once hushed it does not, and our own words still get out', () => {
  const out = run(
    `const { hushLibraries } = await import('${ROOT}dist/src/channels/whatsapp/hush.js'); hushLibraries()`,
  )
  expect(out).toBe('our own word\n')
})

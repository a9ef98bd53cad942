/** `npm run bench`: how our whole durable turns compare with a bare grammY bot, in one interleaved run on this machine. */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { dialogues } from './dialogue.ts'
import { bytes } from './parts/bytes.ts'
import { calls } from './parts/calls.ts'
import { growth } from './parts/growth.ts'
import type { Stage } from './parts/part.ts'
import { profile } from './parts/profile.ts'
import { start } from './parts/start.ts'
import { heldOut, inProcess, overHttp } from './parts/turns.ts'
import { type Part, readPlan } from './plan.ts'
import { rehearse } from './rehearsal.ts'
import { ROOT } from './words.ts'

const PARTS: Readonly<Record<Part, (stage: Stage) => Promise<void>>> = {
  'in-process': inProcess,
  http: overHttp,
  'held-out': heldOut,
  start,
  bytes,
  calls,
  growth,
  profile,
}

const HEAD = `A turn: one message of a student and all that answers it. floor: grammY, one GET and one SET on Redis, one reply, no
promises. naive: grammY with its session, sending as many messages as ours. ours: XState, sealing, dedupe, lease, outbox,
real flow and words. Redis with AOF every second, SQLite in a file. Ratios are taken round by round, above 1 is faster
for turns; differences under 20 % are not established. Figures are medians. The students are simulated in the bot's own process.`

async function main(): Promise<void> {
  const plan = readPlan(process.argv.slice(2))
  const began = performance.now()
  const print = (text: string): void => console.log(`\n${text}`)
  console.log(`Afilia ${commit()}, ${new Date().toISOString()}, Node ${process.version}, ${machine()}\n${HEAD}`)
  const replies = { everyday: await rehearse(dialogues.everyday), 'held-out': await rehearse(dialogues['held-out']) }
  print(
    Object.values(dialogues)
      .map(({ name, lines }) => said(name, lines.length, replies[name]))
      .join('\n'),
  )
  for (const part of plan.parts) await PARTS[part]({ plan, replies, print })
  print(`${((performance.now() - began) / 1000).toFixed(0)} s`)
}

function said(name: string, turns: number, replies: readonly number[]): string {
  const messages = replies.slice(-turns).reduce((sum, count) => sum + count, 0)
  return `dialogue ${name}: ${turns} turns, ${messages} messages of ours (${(messages / turns).toFixed(2)} a turn)`
}

function commit(): string {
  const git = (...words: string[]): string => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim()
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' with changes'}`
}

function machine(): string {
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`
}

// Whoever is stopped takes along what he has started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})

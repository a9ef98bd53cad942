/** `npm run chaos`: kills the bot at every point of a turn, then at random, and prints what came of it; fails if anything did. */
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { faultsOf, runCampaign } from './campaign.ts'
import type { Outcome } from './directed.ts'
import { allPoints, points } from './points.ts'
import { randomNumbers } from './random.ts'
import { type StormOutcome, storm } from './storm.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1600' },
    minutes: { type: 'string', default: '3' },
    /** Nodes of Redis in the random part: more than one are a cluster. */
    nodes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '20261123' },
  },
})
const program = new URL('worker.js', import.meta.url).pathname
const seed = Number(values.seed)
const nodes = Number(values.nodes)
const killsEach = Math.ceil(Number(values.kills) / (2 * allPoints.length))
const began = new Date()

let killed = 0
const directed =
  killsEach > 0
    ? await runCampaign({ program, seed, killsEach, onKill: () => progress(`${++killed} directed kills`) })
    : { outcomes: [], faults: [] }
const ms = Number(values.minutes) * 60_000
const random =
  ms > 0
    ? await storm({ program, workers: 4, nodes, chats: 100, ms, random: randomNumbers(seed), onProgress: progress })
    : null
progress('')

const faults = [...directed.faults, ...(random ? faultsOf('random', random) : [])]
if (directed.outcomes.length > 0) print(directed.outcomes)
if (random) printRandom(random)
console.log(`\ncommit ${commit()}, ${began.toISOString()}, seed ${seed}`)
for (const fault of faults) console.log(`FAILED ${fault}`)
if (faults.length === 0) console.log('Nothing lost, nothing doubled, nothing out of order.')
process.exit(faults.length === 0 ? 0 : 1)

function progress(text: string): void {
  process.stdout.write(`\r${text.padEnd(78)}${text === '' ? '\r' : ''}`)
}

function print(outcomes: readonly Outcome[]): void {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0)
  const rows = outcomes.map((one) => [
    one.point,
    points[one.point],
    one.store,
    ...[one.kills, one.messages, one.lost, one.doubled, one.disordered, one.repeats].map(String),
  ])
  const kills = sum((one) => one.kills)
  const total = [
    'all',
    '',
    '',
    ...[
      kills,
      sum((one) => one.messages),
      sum((one) => one.lost),
      sum((one) => one.doubled),
      sum((one) => one.disordered),
      sum((one) => one.repeats),
    ].map(String),
  ]
  const head = ['point', 'killed when', 'store', 'kills', 'messages', 'lost', 'doubled', 'out of order', 'sent twice']
  printTable([head, ...rows, total])
  console.log(
    `\n0 in ${kills} kills: less than ${bound(kills)} of kills lose, double or disorder anything (95 %, 3/n). ` +
      'Sent twice: was on its way to the network when the process was killed; one message per kill at most.',
  )
}

function printRandom(outcome: StormOutcome): void {
  const { kills, pauses, redisKills, messages, lost, doubled, disordered, repeats } = outcome
  console.log(
    `\nFour processes on ${nodes === 1 ? 'one Redis' : `a Redis Cluster of ${nodes}`}: ${kills} random kills, ${pauses} pauses longer than the lease, Redis killed ${redisKills} times.\n` +
      `${messages} messages: ${lost} lost, ${doubled} doubled, ${disordered} out of order, ${repeats} sent twice; ` +
      `less than ${bound(messages)} of messages (95 %, 3/n).`,
  )
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    console.log(cells.join('  '))
  }
}

function bound(n: number): string {
  return `${((3 / n) * 100).toFixed(2)} %`
}

function commit(): string {
  const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes')
  } catch {
    return 'unknown'
  }
}

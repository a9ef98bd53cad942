/** `npm run chaos`: kills the bot at every point of a turn, then at random, and prints what came of it; fails if anything did. */
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { faultsOf, runCampaign } from './campaign.ts'
import type { Outcome } from './directed.ts'
import { allPoints, isPoint, points } from './points.ts'
import { randomNumbers } from './random.ts'
import { type StormOutcome, storm } from './storm.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1600' },
    minutes: { type: 'string', default: '3' },
    /** Nodes of Redis in the random part: more than one are a cluster. */
    nodes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '20261123' },
    /** Only these points, "T10,T15". */
    points: { type: 'string', default: allPoints.join() },
  },
})
const program = new URL('worker.js', import.meta.url).pathname
const seed = Number(values.seed)
const nodes = Number(values.nodes)
const chosen = values.points.split(',').filter(isPoint)
const killsEach = chosen.length === 0 ? 0 : Math.ceil(Number(values.kills) / (2 * chosen.length))
const began = new Date()

let killed = 0
const directed =
  killsEach > 0
    ? await runCampaign({
        program,
        seed,
        groups: chosen.map((point) => [point]),
        killsEach,
        onKill: () => progress(`${++killed} directed kills`),
      })
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

type Count =
  | 'kills'
  | 'messages'
  | 'lost'
  | 'doubled'
  | 'disordered'
  | 'repeats'
  | 'unexplained'
  | 'orphans'
  | 'misrouted'

function print(outcomes: readonly Outcome[]): void {
  const columns: [Count, string][] = [
    ['kills', 'kills'],
    ['messages', 'messages'],
    ['lost', 'lost'],
    ['doubled', 'doubled'],
    ['disordered', 'out of order'],
    ['repeats', 'sent twice'],
    ['unexplained', 'not on its way'],
    ['orphans', 'cards without id'],
    ['misrouted', 'misrouted'],
  ]
  const numbers = (of: (name: Count) => number): string[] => columns.map(([name]) => String(of(name)))
  const rows = outcomes.map((one) => [
    one.points.join(' '),
    one.points.map((point) => points[point]).join(' '),
    one.store,
    ...numbers((name) => one[name]),
  ])
  const total = (name: Count): number => outcomes.reduce((sum, one) => sum + one[name], 0)
  const head = ['point', 'killed when', 'store', ...columns.map(([, title]) => title)]
  printTable([head, ...rows, ['all', '', '', ...numbers(total)]])
  if (total('lost') + total('doubled') + total('disordered') > 0) return
  console.log(
    `\n0 in ${total('kills')} kills: less than ${bound(total('kills'))} of kills lose, double or disorder anything (95 %, 3/n). ` +
      'Sent twice: on its way to the network at the kill, also while the point was reached in another chat.',
  )
}

function printRandom(outcome: StormOutcome): void {
  const { kills, pauses, redisKills, messages, lost, doubled, disordered, repeats } = outcome
  console.log(
    `\nFour processes on ${nodes === 1 ? 'one Redis' : `a Redis Cluster of ${nodes}`}: ${kills} random kills, ${pauses} pauses longer than the lease, Redis killed ${redisKills} times.\n` +
      `${messages} messages: ${lost} lost, ${doubled} doubled, ${disordered} out of order, ${repeats} sent twice` +
      (lost + doubled + disordered === 0 ? `; less than ${bound(messages)} of messages (95 %, 3/n).` : '.'),
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

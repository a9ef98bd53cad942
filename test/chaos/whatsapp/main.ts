/** `npm run chaos:whatsapp`: kills around receipts, closes the line in all ways, and prints what came of it; fails if anything did. */
import { parseArgs } from 'node:util'
import { randomNumbers } from '../random.ts'
import { killAround, moments } from './kills.ts'
import { reconnect } from './reconnects.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    reconnects: { type: 'string', default: '200' },
    store: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: '20261124' },
  },
})
const program = new URL('worker.js', import.meta.url).pathname
const store = values.store === 'redis' ? 'redis' : 'sqlite'
const random = randomNumbers(Number(values.seed))
const faults: string[] = []
let done = 0
const progress = (what: string) => (): void => void process.stdout.write(`\r${++done} ${what}   `)

const kills = Number(values.kills)
if (kills > 0) {
  const outcome = await killAround({ program, store, kills, random, onKill: progress('kills') })
  const { messages, lost, lostAfterReceipt, doubled, disordered, details } = outcome
  console.log(`\n${kills} kills on ${store}:`)
  for (const [moment, count] of Object.entries(outcome.kills))
    console.log(`  ${String(count).padStart(5)}  ${moment}: ${moments[moment as keyof typeof moments].what}`)
  console.log(
    `${messages} messages: ${lost} lost (${lostAfterReceipt} of them after their receipt), ${doubled} doubled, ${disordered} out of order.`,
  )
  faults.push(...details)
  if (messages === 0) faults.push('nothing happened')
  if (details.length === 0) console.log(`Less than ${bound(kills)} of kills lose or double anything (95 %, 3/n).`)
}

done = 0
const reconnects = Number(values.reconnects)
if (reconnects > 0) {
  const outcome = await reconnect({ program, store, times: reconnects, random, onClose: progress('closes') })
  const { messages, lost, doubled, disordered, logins, details } = outcome
  console.log(`\nThe line closed ${reconnects} times in all ways, ${logins} logins.`)
  console.log(`${messages} messages: ${lost} lost, ${doubled} doubled, ${disordered} out of order.`)
  faults.push(...details)
  if (details.length === 0) console.log(`Less than ${bound(reconnects)} of closes lose or double anything (95 %, 3/n).`)
}

for (const fault of faults) console.log(`FAILED ${fault}`)
process.exit(faults.length === 0 ? 0 : 1)

function bound(n: number): string {
  return `${((3 / n) * 100).toFixed(2)} %`
}

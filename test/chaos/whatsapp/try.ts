import { randomNumbers } from '../random.ts'
import { killAround } from './kills.ts'
const [store, kills, seed] = process.argv.slice(2)
const began = Date.now()
let n = 0
const r = await killAround({ program: new URL('worker.js', import.meta.url).pathname, store: store === 'redis' ? 'redis' : 'sqlite', kills: Number(kills), random: randomNumbers(Number(seed ?? 1)), onKill: () => { n++; if (n % 10 === 0) console.log(n, Date.now() - began) } })
console.log(JSON.stringify(r, null, 1), Date.now() - began)

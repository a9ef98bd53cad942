/** The floor as a program of its own, polling: for how long it takes to start. */
import { startPolling } from './floor.ts'

await startPolling({
  store: process.env.REDIS_URL ?? '',
  transport: { kind: 'http', root: process.env.TELEGRAM_API_ROOT ?? '' },
})

/** Composition root: with src/main/ the only place that knows every concrete thing. */
import { unsettled } from '../flows/index.ts'
import { type Config, readConfig } from './config.ts'
import { createLog, type Log } from './log.ts'
import { commands } from './main/commands.ts'
import { clock, fail } from './main/given.ts'
import { network } from './main/network.ts'
import type { Part } from './main/part.ts'
import { simulator } from './main/simulated.ts'
import { pause } from './pause.ts'
import { startServer } from './server.ts'
import { startWatchdog } from './watchdog.ts'

/** How long stopping may take (ms): what is not done by then lies in the store. */
const LAST_CALL = 9000

async function serve(config: Config, log: Log): Promise<void> {
  if (unsettled.length > 0)
    log.warn({ count: unsettled.length }, 'institution data is missing, see flows/seguro-facultativo/institution.ts')
  let address = ''
  const terminal = { print: console.log, warn: console.error, pageUrl: () => address }
  const parts: Part[] = []
  if (networksOf(config).length > 0) parts.push(await network(config, log, terminal))
  if (config.simulator) parts.push(await simulator(config, log))
  const channels = parts.flatMap((part) => part.channels)
  const ready = async () => {
    const reasons = (await Promise.all(parts.map((part) => part.obstacles()))).flat()
    return { ready: reasons.length === 0, reasons }
  }
  const server = await startServer({ host: config.host, port: config.port, log, channels, ready })
  address = server.url.replace('//127.0.0.1:', '//localhost:')

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await server.close()
    await Promise.race([Promise.all(parts.map((part) => part.stop())), pause(clock, LAST_CALL)])
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  startWatchdog(clock)

  for (const part of parts) await part.begin()
  const networks = networksOf(config).join(' and ')
  console.log(`Afilia: ${config.simulator ? address : `${networks}, health at ${address}/healthz`}`)
}

function networksOf({ telegram, whatsapp }: Config): string[] {
  return [...(telegram ? ['Telegram'] : []), ...(whatsapp ? ['WhatsApp'] : [])]
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined) return serve(config, log)
  const command = commands[name] ?? fail('There is no such command: reseal, dead-letters, report, or none.')
  await command(config, log, (text) => void process.stdout.write(text), args)
}

await main().catch((error: unknown) => {
  // The one place where an error becomes a sentence for the operator: never a stack trace.
  console.error(error instanceof Error ? error.message : 'Afilia could not start')
  process.exit(1)
})

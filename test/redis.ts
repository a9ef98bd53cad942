/** Real Redis servers for tests: to be killed, restarted and paused. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { quietPort } from './quiet-port.ts'
import { askRedis } from './resp.ts'

export interface RedisOptions {
  appendonly?: 'yes' | 'no'
  /** maxmemory-policy. */
  policy?: string
  /** More of redis-server's own. */
  args?: string[]
}

export interface RedisServer {
  url: string
  port: number
  dir: string
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>
  /** On the same port and folder, killed first if it runs; resolves once it serves what it had kept. */
  restart(): Promise<void>
  /** SIGSTOP: connections stand, nothing answers. */
  pause(): void
  /** SIGCONT. */
  resume(): void
  /** The answer as text, the elements of a list on lines of their own; rejects with what Redis says when it refuses. */
  command(...words: string[]): Promise<string>
  /** Killed, and its folder removed. */
  stop(): Promise<void>
}

export interface RedisCluster {
  /** All nodes, separated by commas. */
  url: string
  servers: RedisServer[]
  stop(): Promise<void>
}

const PROGRAM = process.env.REDIS_SERVER ?? 'redis-server'
const SLOTS = 16_384
const ATTEMPTS = 5
/** How often a server that is coming up is asked (ms), and how often before it counts as broken. */
const ASK_EVERY = 10
const MOST_ASKED = 3000

export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'afilia-redis-'))
  for (let attempt = 1; ; attempt += 1) {
    // Somebody may take the port between our looking and the server's binding it.
    const port = await quietPort()
    const child = launch(port, dir, options)
    try {
      await child.serving()
      return handle(port, dir, options, child)
    } catch (error) {
      await child.kill()
      if (attempt === ATTEMPTS) throw error
    }
  }
}

/** Masters without replicas, sharing the slots evenly. */
export async function startCluster(nodes = 3): Promise<RedisCluster> {
  const servers = await Promise.all(Array.from({ length: nodes }, startNode))
  const [first] = servers
  if (!first) throw new Error('a cluster of no nodes')
  for (const [index, server] of servers.entries()) {
    const from = Math.ceil((SLOTS * index) / nodes)
    const to = Math.ceil((SLOTS * (index + 1)) / nodes) - 1
    await server.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))
    await server.command('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
  }
  for (const server of servers.slice(1)) {
    const bus = await server.command('CONFIG', 'GET', 'cluster-port')
    await first.command('CLUSTER', 'MEET', '127.0.0.1', String(server.port), bus.split('\n')[1] ?? '')
  }
  for (const server of servers) await until(() => isWhole(server, nodes), 'the cluster did not come together')
  return {
    url: servers.map(({ url }) => url).join(','),
    servers,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

async function startNode(): Promise<RedisServer> {
  const bus = await quietPort()
  return startRedis({ args: ['--cluster-enabled', 'yes', '--cluster-port', String(bus)] })
}

async function isWhole(server: RedisServer, nodes: number): Promise<boolean> {
  const info = await server.command('CLUSTER', 'INFO')
  return info.includes('cluster_state:ok') && info.includes(`cluster_size:${nodes}`)
}

interface Launched {
  process: ChildProcess
  /** Resolves once it answers and has loaded what it had; rejects with what it printed if it ended. */
  serving(): Promise<void>
  kill(): Promise<void>
}

function launch(
  port: number,
  dir: string,
  { appendonly = 'yes', policy = 'noeviction', args = [] }: RedisOptions,
): Launched {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir,
    appendonly,
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': policy,
    daemonize: 'no',
  }
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(PROGRAM, [...words, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', (error) => {
      printed += error.message
      resolve()
    })
  })
  const leash = child.pid === undefined ? null : leashed(child.pid)
  void gone.then(() => leash?.kill('SIGKILL'))
  return {
    process: child,
    async serving() {
      let isGone = false
      void gone.then(() => (isGone = true))
      await until(async () => {
        if (isGone) throw new Error(`redis-server ended: ${printed}`)
        return isOurs(port, child.pid)
      }, 'redis-server does not answer')
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** A server must not outlive its test, even if the test is killed: then this pipe closes, and the shell kills it. */
function leashed(pid: number): ChildProcess {
  return spawn('sh', ['-c', `read _; kill -9 ${pid}`], { stdio: ['pipe', 'ignore', 'ignore'] })
}

/** Whether the one that answers there is the one we started, and has loaded its data. */
async function isOurs(port: number, pid: number | undefined): Promise<boolean> {
  const info = await askRedis(port, 'INFO').catch(() => '')
  return info.includes(`process_id:${pid}\r\n`) && info.includes('\nloading:0\r\n')
}

function handle(port: number, dir: string, options: RedisOptions, first: Launched): RedisServer {
  let current = first
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    dir,
    kill: () => current.kill(),
    async restart() {
      await current.kill()
      current = launch(port, dir, options)
      await current.serving()
    },
    pause: () => void current.process.kill('SIGSTOP'),
    resume: () => void current.process.kill('SIGCONT'),
    command: (...words) => askRedis(port, ...words),
    async stop() {
      await current.kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (let asked = 0; asked < MOST_ASKED; asked += 1) {
    if (await holds()) return
    await pause(ASK_EVERY)
  }
  throw new Error(otherwise)
}

import { fastify } from 'fastify'
import { onTestFinished } from 'vitest'
import type { Channel, Report } from '../../../src/channels/channel.ts'
import { type WhatsappCloudOptions, whatsappCloudChannel } from '../../../src/channels/whatsapp-cloud/whatsapp-cloud.ts'
import { systemClock } from '../../../src/clock.ts'
import { type HeldVault, heldVault } from '../../fenced-vault.ts'
import { quietLog } from '../../words.ts'
import { type FakeGraph, startFakeGraph, TOKEN } from './fake-graph.ts'
import { APP_SECRET, NUMBER_ID } from './fake-webhook.ts'

export const VERIFY_TOKEN = 'verify-token-of-the-tests-0123456789'

export interface OnGraph {
  graph: FakeGraph
  channel: Channel
  vault: HeldVault
  /** Where Meta calls. */
  url: string
}

/** The channel behind a web server of its own, called by a fake Graph API; all of it ends with the test. Not yet started. */
export async function openCloud(more: Partial<WhatsappCloudOptions> = {}): Promise<OnGraph> {
  const clock = more.clock ?? systemClock()
  const graph = await startFakeGraph(clock.now)
  onTestFinished(graph.close)
  const vault = heldVault()
  const channel = whatsappCloudChannel({
    token: TOKEN,
    numberId: NUMBER_ID,
    appSecret: APP_SECRET,
    verifyToken: VERIFY_TOKEN,
    apiRoot: graph.root,
    template: null,
    vault,
    clock,
    log: quietLog,
    ...more,
  })
  onTestFinished(channel.stop)
  const server = fastify({ forceCloseConnections: true })
  await channel.routes?.(server)
  const host = await server.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => server.close())
  graph.webhook.url = `${host}/whatsapp`
  return { graph, channel, vault, url: graph.webhook.url }
}

/** What the desk is told; `reaches` waits for so many. */
export function reports() {
  const seen: Report[] = []
  let wake = (): void => {}
  return {
    seen,
    async report(report: Report): Promise<void> {
      seen.push(report)
      wake()
    },
    async reaches(count: number): Promise<Report[]> {
      while (seen.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return seen
    },
  }
}

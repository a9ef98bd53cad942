import { join } from 'node:path'
import { flows } from '../../flows/index.ts'
import { webChannel } from '../channels/web/web.ts'
import { simulatedClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { chatId } from '../ids.ts'
import type { Log } from '../log.ts'
import { simulatorView } from '../simulator.ts'
import { vaultOf } from '../vault.ts'
import { startWorld, type World } from '../world.ts'
import { clock, fail, languages, ROOT, texts } from './given.ts'
import { fileRing, openFile, openSeal } from './opening.ts'
import type { Part } from './part.ts'

/** The second world: its own store, desk and clock. It can never touch real students. */
export async function simulator(config: Config, log: Log): Promise<Part> {
  const store = openFile(config, 'simulator')
  const seal = await openSeal(store, await fileRing(config, store))
  const vault = vaultOf(store, seal, 'web')
  const moved = simulatedClock(clock, Number((await vault.get('ahead')) ?? 0))
  let world: World | null = null
  const port = simulatorView({
    clock: {
      ...moved,
      moveTo(at) {
        moved.moveTo(at)
        void vault.set('ahead', String(moved.now() - clock.now()))
        world?.nudge()
      },
    },
    flow: flows[0] ?? fail('no procedure is configured'),
    texts,
    world: () => world,
  })
  const pageDir = join(ROOT, 'src/channels/web/page')
  const channel = webChannel({ port, vault, pageDir, scriptDir: join(ROOT, 'dist/page'), log })
  const channels = [channel]
  const helpdesk = chatId('web', 'desk')
  return {
    channels,
    obstacles: async () => [],
    async begin() {
      world = await startWorld({ store, seal, clock: port.clock, log, channels, flows, texts, languages, helpdesk })
      await channel.start(world.receive)
    },
    async stop() {
      await channel.stop()
      await world?.stop()
      await store.close()
    },
  }
}

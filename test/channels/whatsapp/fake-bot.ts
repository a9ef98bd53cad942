import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { muteLibsignal } from './fake-quiet.ts'
import { type FakeWhatsApp, startFakeWhatsApp } from './fake-whatsapp.ts'
import { newAuth, type PlainBot, plainBot } from './plain-bot.ts'

/** A fake for each test of a file, and plain sockets that are gone when the test is. */
export interface OnFake {
  readonly server: FakeWhatsApp
  /** A socket, coming in; of a device that is linked already, unless told otherwise. */
  start(auth?: PlainBot['auth'], options?: Parameters<typeof plainBot>[0]): PlainBot
  /** The same, once it is in. */
  opened(auth?: PlainBot['auth'], options?: Parameters<typeof plainBot>[0]): Promise<PlainBot>
}

export function onFake(): OnFake {
  let server: FakeWhatsApp | null = null
  let bots: PlainBot[] = []
  let speakAgain: (() => void) | null = null
  beforeAll(() => {
    speakAgain = muteLibsignal()
  })
  afterAll(() => speakAgain?.())
  beforeEach(async () => {
    server = await startFakeWhatsApp()
    bots = []
  })
  afterEach(async () => {
    for (const bot of bots) await bot.socket.end(undefined)
    await server?.stop()
  })

  function running(): FakeWhatsApp {
    if (!server) throw new Error('only inside of a test')
    return server
  }

  function start(auth = newAuth(running().register()), options: Parameters<typeof plainBot>[0] = {}): PlainBot {
    const bot = plainBot({ ...running().socketOptions, ...options }, auth)
    bots.push(bot)
    return bot
  }

  return {
    get server() {
      return running()
    },
    start,
    async opened(auth, options) {
      const bot = start(auth, options)
      await bot.opened()
      return bot
    },
  }
}

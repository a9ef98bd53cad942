import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type FakeBotApi, refused, startFakeBotApi } from './channels/telegram/fake-bot-api.ts'
import { freePort, newDataDir, type Running, startAfilia } from './process.ts'

/** The whole program as a process of its own, over HTTP against a Bot API server of our own. */
const TOKEN = '123456:fake-token-of-the-tests-0123456789abc'
const DESK = -1009

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

async function fake(): Promise<FakeBotApi> {
  const api = await startFakeBotApi(TOKEN)
  opened.push(api.close)
  return api
}

async function start(api: FakeBotApi, dataDir: string, more: Record<string, string> = {}): Promise<Running> {
  const bot = await startAfilia({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    HELPDESK_CHAT: `telegram:${DESK}`,
    DATA_DIR: dataDir,
    ...more,
  })
  opened.push(() => bot.kill('SIGKILL'))
  return bot
}

describe('a student on Telegram', () => {
  it('goes from "hola" to a case and hears the agent', async () => {
    const api = await fake()
    const bot = await start(api, newDataDir())
    const phone = api.student(5)
    phone.says('hola')
    await phone.hears(/¿En qué vas\?/)
    phone.presses('No he empezado')
    await phone.hears(/¿Empezamos\?/)
    phone.presses('Empezar')
    await phone.hears(/Paso 2 de 8/)
    phone.says('1')
    await phone.hears(/¿Los guardo\?/)
    phone.presses('Sí, guárdalos')
    await phone.hears(/Paso 3 de 8/)
    phone.says('GOXA040229MSRMXNA6')
    await phone.hears(/29 de febrero de 2004 en Sonora/)
    phone.presses('Sí, soy yo')
    await phone.hears(/Paso 4 de 8/)
    phone.says('24-22-04-0001-4')
    const form = await phone.hears(/Paso 5 de 8/)
    expect(form.buttons.flatMap(({ copy_text }) => copy_text?.text ?? [])).toEqual([
      '24220400014',
      'GOXA040229MSRMXNA6',
    ])
    expect(api.calls.filter(({ method }) => method === 'deleteMessage')).toHaveLength(2)

    phone.presses('Me marcó error')
    await phone.hears(/texto del error/)
    phone.says('no existe el alumno 24220400014')
    await phone.hears(/campus/)
    phone.presses('Náinari (Obregón)')
    await phone.hears(/ID de ITSON/)
    phone.presses('Prefiero no darlo')
    await phone.hears(/fecha límite/)
    phone.presses('No tengo fecha')
    const card = await api.sees(({ chat }) => chat === DESK)
    expect(card.text).toMatch(/^#[A-Z0-9]{4}-[A-Z0-9]{4} · Error en la solicitud del CIA/)
    expect(card.text).not.toMatch(/24220400014|GOXA040229MSRMXNA6/)
    api.member(DESK, 77, 'member')
    api.groupSays(DESK, 'Ya quedó, intenta otra vez', { quotes: card.id })
    await phone.hears(/Mesa de ayuda:.*Ya quedó/)
    expect(bot.output()).not.toMatch(/24220400014|GOXA|P5|hola/)
    expect(await bot.kill('SIGTERM')).toBe(0)
  })

  it('is not answered twice when Telegram repeats itself', async () => {
    const api = await fake()
    await start(api, newDataDir())
    const phone = api.student(5)
    phone.says('hola')
    await phone.hears(/¿En qué vas\?/)
    phone.presses('No he empezado')
    await phone.hears(/¿Empezamos\?/)
    api.repeatAll()
    phone.says('gracias')
    await phone.hears(/Para eso estamos/)
    expect(phone.screen()).toHaveLength(4)
  })

  it('that was told to wait by Telegram gets everything, in order', async () => {
    const api = await fake()
    await start(api, newDataDir())
    const phone = api.student(5)
    api.failNext({ method: 'sendMessage', status: 429, body: refused(429, 'Too Many Requests', { retry_after: 1 }) })
    phone.says('hola')
    await phone.hears(/¿En qué vas\?/)
    api.failNext({ method: 'sendMessage', status: 429, body: refused(429, 'Too Many Requests', { retry_after: 1 }) })
    phone.presses('No he empezado')
    await phone.hears(/¿Empezamos\?/)
    expect(phone.screen().map(({ text }) => text.slice(0, 20))).toEqual([
      'Hola, te guío con el',
      'Yo te digo qué hacer',
      'Paso 1 de 8 · Para q',
    ])
  })

  it('who blocked the bot has no reminders left', async () => {
    const api = await fake()
    await start(api, newDataDir())
    const phone = api.student(5)
    phone.says('ya la guardé')
    await phone.hears(/¿Los guardo\?/)
    phone.presses('Sí, guárdalos')
    await phone.hears(/¿Qué día/)
    // Not "ayer": these tests run on the real clock, and after midnight that is asked about.
    phone.says('hace un día')
    await phone.hears(/¿Te aviso/)
    phone.presses('Sí, avísame')
    await phone.hears(/no tienes que hacer nada/)
    phone.says('mis datos')
    await phone.hears(/Avisos pendientes: 2/)
    api.failNext({ method: 'sendMessage', status: 403, body: refused(403, 'Forbidden: bot was blocked by the user') })
    phone.says('ayuda')
    // Its answer is refused; what Telegram said comes back as mail of its own, so ask until it has been read.
    for (let asked = 1; !phone.screen().some(({ text }) => /Avisos pendientes: 0/.test(text)); asked += 1) {
      expect(asked).toBeLessThan(10)
      const shown = phone.screen().length
      phone.says('mis datos')
      await api.sees(({ chat, text }) => chat === 5 && text.includes('Avisos') && phone.screen().length > shown)
    }
  })
})

describe('killed', () => {
  it('between sending and recording: nothing is lost, at most that one message is repeated', async () => {
    const api = await fake()
    const dataDir = newDataDir()
    const first = await start(api, dataDir)
    const phone = api.student(5)
    phone.says('hola')
    await phone.hears(/¿En qué vas\?/)
    // Carried out, but the answer never arrives: whoever sent it cannot know.
    api.failNext({ method: 'sendMessage', cut: 'after' })
    phone.presses('No he empezado')
    await phone.hears(/Yo te digo qué hacer/)
    await first.kill('SIGKILL')
    phone.says('empezar')
    await start(api, dataDir)
    await phone.hears(/Paso 2 de 8/)
    const texts = phone.screen().map(({ text }) => text.split('\n')[0])
    expect(texts.filter((text) => text?.startsWith('Yo te digo')).length).toBeLessThanOrEqual(2)
    expect(texts.filter((text) => text === 'Paso 1 de 8 · Para qué sirve')).toHaveLength(1)
    expect(texts.filter((text) => text === 'Paso 2 de 8 · Otro seguro')).toHaveLength(1)
  })

  // Each kill may come while an answer is on its way, and the next one then waits for its lane (12 s).
  it('over and over in the middle of a conversation: every answer counts once', { timeout: 150_000 }, async () => {
    const api = await fake()
    const dataDir = newDataDir()
    const phone = api.student(5)
    const steps: [string, RegExp][] = [
      ['hola', /¿En qué vas\?/],
      ['no he empezado', /¿Empezamos\?/],
      ['empezar', /Paso 2 de 8/],
      ['no tengo otro', /¿Los guardo\?/],
      ['acepto', /Paso 3 de 8/],
      ['prefiero no escribirla', /Paso 4 de 8/],
      ['prefiero no escribirlo', /Paso 5 de 8/],
      ['ya la guardé', /Paso 6 de 8/],
    ]
    for (const [text, expected] of steps) {
      const bot = await start(api, dataDir)
      const before = api.calls.length
      phone.says(text)
      await api.called('getUpdates')
      await phone.hears(expected)
      expect(api.calls.length).toBeGreaterThan(before)
      await bot.kill('SIGKILL')
    }
    for (const number of [2, 3, 4, 5, 6]) {
      const shown = phone.screen().filter(({ text }) => text.startsWith(`Paso ${number} de 8`))
      expect(shown.length).toBeGreaterThanOrEqual(1)
      expect(shown.length).toBeLessThanOrEqual(2)
    }
  })
})

describe('a case without a desk', () => {
  it('waits, and its card goes out once there is a group', async () => {
    const api = await fake()
    const dataDir = newDataDir()
    const alone = await start(api, dataDir, { HELPDESK_CHAT: '' })
    const phone = api.student(5)
    phone.says('quiero hablar con una persona')
    await phone.hears(/campus/)
    phone.says('navojoa')
    await phone.hears(/ID de ITSON/)
    phone.presses('Prefiero no darlo')
    await phone.hears(/fecha límite/)
    phone.presses('No tengo fecha')
    const told = await phone.hears(/Tu caso es el/)
    await phone.hears(/escolar\.nav@itson\.edu\.mx/)
    expect(api.shown(DESK)).toEqual([])
    await alone.kill('SIGKILL')
    await start(api, dataDir)
    const card = await api.sees(({ chat }) => chat === DESK)
    const [code = ''] = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(told.text) ?? []
    expect(card.text).toContain(`#${code} · Pidió una persona`)
  })
})

describe('the simulator', () => {
  it('keeps the conversation, the place and the moved clock through a kill', async () => {
    const dataDir = newDataDir()
    const first = await startAfilia({ DATA_DIR: dataDir })
    opened.push(() => first.kill('SIGKILL'))
    const page = await visit(first.url)
    await page.says('ya la guardé')
    await page.reaches('consent.ask')
    await page.says('acepto')
    await page.reaches('waiting.date')
    await page.moves('business-day')
    const before = await page.events()
    await first.kill('SIGKILL')

    const second = await startAfilia({ DATA_DIR: dataDir })
    opened.push(() => second.kill('SIGKILL'))
    const again = await visit(second.url)
    expect((await again.place()).place).toBe('waiting.date')
    const after = await again.events()
    expect(after.student).toEqual(before.student)
    expect(after.clock).toEqual(before.clock)
    expect(after.clock).toHaveLength(1)
    await again.says('hace un día')
    await again.reaches('waiting.offer')
  })
})

describe('the program', () => {
  it('hears through a webhook', async () => {
    const api = await fake()
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const secret = 'a'.repeat(40)
    await start(api, newDataDir(), { PORT: String(port), TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret })
    api.student(5).says('hola')
    await api.student(5).hears(/¿En qué vas\?/)
    expect(api.calls.map(({ method }) => method)).not.toContain('getUpdates')
  })

  it('refuses a second one on the same data, in one sentence', async () => {
    const dataDir = newDataDir()
    const first = await startAfilia({ DATA_DIR: dataDir })
    opened.push(() => first.kill('SIGKILL'))
    await expect(startAfilia({ DATA_DIR: dataDir })).rejects.toThrow(/another Afilia/i)
  })

  it('says a wrong token in one sentence, without a stack trace', async () => {
    const api = await fake()
    const wrong = '999999:another-token-of-the-tests-0123456789'
    const failure = startAfilia({ TELEGRAM_BOT_TOKEN: wrong, TELEGRAM_API_ROOT: api.root, DATA_DIR: newDataDir() })
    await expect(failure).rejects.toThrow(/does not know this token/)
    await expect(failure).rejects.not.toThrow(/ {4}at /)
  })

  it('serves the simulator with nothing configured, and is healthy', async () => {
    const bot = await startAfilia({ DATA_DIR: newDataDir() })
    opened.push(() => bot.kill('SIGKILL'))
    expect((await fetch(`${bot.url}/`)).status).toBe(200)
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200)
  })
})

const eventsSchema = z.object({ student: z.array(z.unknown()), clock: z.array(z.unknown()) })
const placeSchema = z.object({ place: z.string().nullable() })

/** The simulator's page without its looks: the same requests. */
async function visit(url: string) {
  const { token } = z.object({ token: z.string() }).parse(await (await fetch(`${url}/api/session`)).json())
  const post = async (path: string, body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json', 'x-afilia-token': token }
    expect((await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(202)
  }
  const place = async () => placeSchema.parse(await (await fetch(`${url}/api/place?student=1`)).json())
  return {
    place,
    says: (text: string) => post('/api/say', { chat: 1, content: { kind: 'text', text } }),
    moves: (to: string) => post('/api/clock', { student: 1, to }),
    /** The first thing an open page is told: everything so far. */
    async events() {
      const response = await fetch(`${url}/api/events?student=1`)
      let text = ''
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString()
        const data = /^data: (.*"student".*)$/m.exec(text)?.[1]
        if (data !== undefined) return eventsSchema.parse(JSON.parse(data))
      }
      throw new Error('no events')
    },
    async reaches(wanted: string): Promise<void> {
      while ((await place()).place !== wanted) await new Promise(setImmediate)
    },
  }
}

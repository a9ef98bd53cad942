import { describe, expect, it } from 'vitest'
import { createLog } from '../../../src/log.ts'
import { freePort } from '../../process.ts'
import { refused, startFakeBotApi } from './fake-bot-api.ts'
import { channelOn, impatientClock, inbox, openFake, say } from './on-fake.ts'

const CONFLICT = refused(409, 'Conflict: terminated by other getUpdates request')

describe('listening', () => {
  it('confirms an update only once it is durable: what was refused comes again, in order', async () => {
    const api = await openFake()
    const box = inbox()
    let failures = 2
    await channelOn(api, { clock: impatientClock() }).start(async (update) => {
      if (failures > 0 && update.ref === '2') {
        failures -= 1
        throw new Error('disk full')
      }
      await box.receive(update)
    })
    for (const text of ['uno', 'dos', 'tres']) api.student(5).says(text)
    await box.reaches(3)
    expect(box.texts()).toEqual(['uno', 'dos', 'tres'])
    const offsets = api.calls.flatMap(({ method, payload }) => (method === 'getUpdates' ? [payload.offset] : []))
    expect(offsets).not.toContain(3)
  })

  it('begins again where the last process had got', async () => {
    const api = await openFake()
    const before = inbox()
    const first = channelOn(api)
    await first.start(before.receive)
    api.student(5).says('uno')
    expect(await api.called('getUpdates', 2)).toMatchObject({ offset: 2 })
    await first.stop()
    api.student(5).says('dos')
    const after = inbox()
    await channelOn(api).start(after.receive)
    await after.reaches(1)
    expect([before.texts(), after.texts()]).toEqual([['uno'], ['dos']])
  })

  it('takes the webhook away first and drops nothing that waits', async () => {
    const api = await openFake()
    api.student(5).says('desde antes')
    const box = inbox()
    await channelOn(api).start(box.receive)
    await box.reaches(1)
    expect(api.calls.find(({ method }) => method === 'deleteWebhook')?.payload).toEqual({})
  })

  it('passes on what Telegram repeats under its old id: telling them apart is for the mailbox', async () => {
    const api = await openFake()
    const box = inbox()
    await channelOn(api).start(box.receive)
    api.student(5).says('uno')
    api.student(5).says('dos')
    await box.reaches(2)
    api.repeatAll()
    await box.reaches(4)
    expect(box.seen.map(({ id }) => id)).toEqual(['telegram:1', 'telegram:2', 'telegram:1', 'telegram:2'])
  })

  it('answers every press, even a forged one', async () => {
    const api = await openFake()
    await channelOn(api).start(async () => {})
    api.push({ callback_query: { id: 'forged', from: { id: 5 }, data: 'drop table' } })
    expect(await api.called('answerCallbackQuery')).toMatchObject({ callback_query_id: 'forged' })
  })

  it('goes on after what nobody can read', async () => {
    const api = await openFake()
    const box = inbox()
    await channelOn(api).start(box.receive)
    api.push({ message: 'what' })
    api.push({ something_new: { deep: [] } })
    api.student(5).says('hola')
    await box.reaches(1)
    expect(box.texts()).toEqual(['hola'])
  })

  it('ends at once when it is told to', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    await channel.start(async () => {})
    await api.called('getUpdates')
    await channel.stop()
    const calls = api.calls.length
    api.student(5).says('hola')
    expect(api.calls).toHaveLength(calls)
  })
})

describe('trouble', () => {
  it('another poller is waited out, and named once', async () => {
    const api = await openFake()
    const box = inbox()
    const lines: string[] = []
    const clock = impatientClock()
    const log = createLog('info', { write: (line) => void lines.push(line) })
    for (let times = 0; times < 3; times += 1) api.failNext({ method: 'getUpdates', status: 409, body: CONFLICT })
    await channelOn(api, { clock, log }).start(box.receive)
    api.student(5).says('hola')
    await box.reaches(1)
    expect(clock.waits).toEqual([5000, 10_000, 20_000])
    expect(lines.filter((line) => line.includes('another process serves this bot'))).toHaveLength(1)
  })

  it('two pollers lose nothing between them', async () => {
    const api = await openFake()
    const box = inbox()
    await channelOn(api).start(box.receive)
    await channelOn(api).start(box.receive)
    for (const text of ['uno', 'dos', 'tres']) api.student(5).says(text)
    await api.called('getUpdates', 2)
    await box.reaches(3)
    expect([...new Set(box.texts())]).toEqual(['uno', 'dos', 'tres'])
  })

  it('a wrong token ends the start, in one sentence', async () => {
    const api = await openFake()
    const start = channelOn(api, { token: '1:wrong' }).start(async () => {})
    await expect(start).rejects.toThrow(/does not know this token.*@BotFather/)
  })

  it('a connection cut at start does not end it', async () => {
    const api = await openFake()
    const box = inbox()
    for (const method of ['getMe', 'deleteWebhook', 'setMyCommands', 'getUpdates']) {
      api.failNext({ method, cut: 'before' })
    }
    await channelOn(api, { clock: impatientClock() }).start(box.receive)
    api.student(5).says('hola')
    await box.reaches(1)
    expect(box.texts()).toEqual(['hola'])
    // Introduced anew until Telegram has heard all of it.
    expect(api.calls.filter(({ method }) => method === 'deleteWebhook')).toHaveLength(2)
  })

  it('a network that is away at start holds nobody up, and is tried ever more slowly', async () => {
    const clock = impatientClock()
    const nobody = `http://127.0.0.1:${await freePort()}`
    const api = await openFake()
    const channel = channelOn(api, { clock, apiRoot: nobody })
    await channel.start(async () => {})
    while (clock.waits.length < 10) await new Promise(setImmediate)
    await channel.stop()
    expect(clock.waits.slice(0, 10)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  })

  it('no line of the log says who wrote what', async () => {
    const api = await startFakeBotApi()
    const lines: string[] = []
    const log = createLog('debug', { write: (line) => void lines.push(line) })
    const channel = channelOn(api, { log, clock: impatientClock() })
    const box = inbox(2)
    await channel.start(box.receive)
    api.failNext({ method: 'answerCallbackQuery', status: 400, body: refused(400, 'Bad Request: query is too old') })
    api.push({ callback_query: { id: 'q', from: { id: 6441234567, first_name: 'Ana' }, data: '92919084431' } })
    api.student(6441234567).says('mi nss es 92919084431')
    await box.reaches(1)
    api.failNext({ method: 'sendMessage', status: 400, body: refused(400, 'Bad Request: 92919084431') })
    await channel.deliver('telegram:6441234567', say('92919084431'))
    await channel.stop()
    await api.close()
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.join('')).not.toMatch(/6441234567|92919084431|Ana|nss|fake-token/)
  })
})

describe('menus and addresses', () => {
  it('a group that is not the desk is told its address; the desk is not', async () => {
    const api = await openFake()
    const box = inbox()
    await channelOn(api).start(box.receive)
    api.groupSays(-100, '/id')
    api.groupSays(-200, '/id@afilia_bot')
    expect((await api.sees(({ chat }) => chat === -200)).text).toBe('HELPDESK_CHAT=telegram:-200')
    api.groupSays(-200, 'gracias')
    expect((await box.reaches(2)).map(({ chat }) => chat)).toEqual(['telegram:-100', 'telegram:-200'])
    expect(box.texts()).toEqual(['/id', 'gracias'])
  })

  it('sets each menu where it belongs, in its language, and none in other groups', async () => {
    const api = await openFake()
    const list = [{ command: 'menu', description: 'Ver el menú' }]
    const commands = [
      { language: 'es', scope: 'private' as const, list },
      { language: 'en', scope: 'private' as const, list },
      { language: 'es', scope: 'desk' as const, list },
    ]
    await channelOn(api, { commands }).start(async () => {})
    await api.called('getUpdates')
    const menus = api.calls.filter(({ method }) => method === 'setMyCommands').map(({ payload }) => payload)
    expect(menus).toEqual([
      { commands: [], scope: { type: 'all_group_chats' } },
      { commands: list, scope: { type: 'all_private_chats' } },
      { commands: list, scope: { type: 'all_private_chats' }, language_code: 'en' },
      { commands: list, scope: { type: 'chat', chat_id: '-100' } },
    ])
  })

  it('a menu refused holds nothing up', async () => {
    const api = await openFake()
    const box = inbox()
    const commands = [{ language: 'es', scope: 'private' as const, list: [{ command: 'NO', description: '' }] }]
    await channelOn(api, { commands }).start(box.receive)
    api.student(5).says('hola')
    await box.reaches(1)
    expect(box.texts()).toEqual(['hola'])
  })
})

import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { stoppedClock } from '../src/clock.ts'
import type { Outgoing } from '../src/commit.ts'
import { type ChatId, chatId } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import { type Answer, createMailbox, type Job } from '../src/mailbox.ts'
import { createSeal, parseKeys } from '../src/seal.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import { quietLog } from './words.ts'

const ANA = chatId('test', 'ana')
const BETO = chatId('test', 'beto')
const seal = createSeal(parseKeys(`k:${Buffer.alloc(32, 3).toString('base64')}`), Buffer.alloc(32, 9))

const stores: Store[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

/** A mailbox over a real store; what each chat was heard to say stands in its session, in order. */
function opened(fails: (text: string) => boolean) {
  const clock = stoppedClock(1_000_000)
  const store = sqliteStore({ file: ':memory:', monotonic: () => 0, token: randomUUID })
  stores.push(store)
  const heard: Record<string, string[]> = { [ANA]: [], [BETO]: [] }
  const apologies: ChatId[] = []
  let attempts = 0

  function answer({ chat, mail, session }: Job): Answer {
    attempts += 1
    const said = mail.map(textOf)
    if (said.some(fails)) throw new Error('boom')
    const kept: string[] = session === null ? [] : JSON.parse(session).said
    const all = [...kept, ...said]
    heard[chat] = all
    return {
      session: JSON.stringify({ chat, said: all }),
      outgoing: [],
      next: null,
      forget: false,
      handled: mail.length,
    }
  }

  const mailbox = createMailbox({
    store,
    seal,
    clock,
    log: quietLog,
    answer,
    apologize(chat): Outgoing[] {
      if (chat === null) return []
      apologies.push(chat)
      const body = { text: 'perdón', spans: [] }
      return [
        {
          kind: 'message',
          chat,
          to: chat,
          message: { type: 'say', key: 'bot-failed', body, choices: [], question: 0, copies: [] },
        },
      ]
    },
    nudge() {},
    works: false,
    mostClaims: 10,
    isUrgent: (mail) => textOf(mail) === 'auxilio',
    gathers: () => null,
    isForLater: () => false,
    outbox: { takes: () => false, deliver() {} },
  })
  const takeAll = async (): Promise<void> => {
    while (await mailbox.takeSome()) await mailbox.idle()
  }
  let count = 0
  return {
    store,
    clock,
    heard,
    apologies,
    mailbox,
    attempts: () => attempts,
    says(chat: ChatId, text: string): Promise<void> {
      count += 1
      return mailbox.post(chat, `m${count}`, mailOf(chat, text))
    },
    /** Works until nothing is left, moving the clock to whatever waits. */
    async finish(): Promise<void> {
      for (;;) {
        await takeAll()
        const due = await store.nextDue()
        if (due === null || (await store.claimOutbox(clock.now(), 1)).length > 0) return
        clock.moveTo(due)
      }
    },
  }
}

describe('a message that cannot be handled', () => {
  it('is tried three times, set aside, apologised for, and the chat goes on', async () => {
    const box = opened((text) => text === 'poison')
    await box.says(ANA, 'poison')
    await box.finish()
    expect(box.attempts()).toBe(3)
    expect(box.apologies).toEqual([ANA])
    await box.says(ANA, 'still here')
    await box.finish()
    expect(box.heard[ANA]).toEqual(['still here'])
  })

  it('stops nobody: what stood before and after it in the same batch is heard, in order', async () => {
    const box = opened((text) => text === 'poison')
    for (const text of ['one', 'two', 'poison', 'three']) await box.says(ANA, text)
    await box.says(BETO, 'hello')
    await box.finish()
    expect(box.heard).toEqual({ [ANA]: ['one', 'two', 'three'], [BETO]: ['hello'] })
    expect(box.apologies).toEqual([ANA])
  })

  it('that fails only once is simply heard later', async () => {
    let failures = 1
    const box = opened(() => {
      failures -= 1
      return failures >= 0
    })
    await box.says(ANA, 'hola')
    await box.finish()
    expect(box.heard[ANA]).toEqual(['hola'])
    expect(box.apologies).toEqual([])
  })
})

it('a repeat of the same id is heard once', async () => {
  const box = opened(() => false)
  await box.mailbox.post(ANA, 'same', mailOf(ANA, 'hola'))
  await box.mailbox.post(ANA, 'same', mailOf(ANA, 'hola'))
  await box.finish()
  expect(box.heard[ANA]).toEqual(['hola'])
})

it('mail sealed for another chat is set aside, not heard', async () => {
  const box = opened(() => false)
  const key = seal.chatKey(ANA)
  const body = seal.seal('mail', seal.chatKey(BETO), JSON.stringify(mailOf(BETO, 'mine')))
  await box.store.post(key, { id: 'swapped', body }, box.clock.now(), false)
  await box.says(ANA, 'hola')
  await box.finish()
  expect(box.heard[ANA]).toEqual(['hola'])
})

it('a turn whose lease is gone writes nothing, and the message is heard by who holds it', async () => {
  const box = opened(() => false)
  await box.says(ANA, 'hola')
  const [claim] = await box.store.claim(box.clock.now(), 1)
  if (!claim) throw new Error('nothing to claim')
  await box.store.release(claim, box.clock.now())
  await box.finish()
  const late = { session: 'stale', remove: [], bury: [], outbox: [], next: null, forget: false }
  expect(await box.store.commit(claim, late, false)).toBe('stale')
  expect(box.heard[ANA]).toEqual(['hola'])
})

function mailOf(chat: ChatId, text: string): Mail {
  return {
    kind: 'update',
    chat,
    update: { id: text, chat, audience: 'student', at: 0, content: { kind: 'text', text } },
  }
}

function textOf(mail: Mail): string {
  return mail.kind === 'update' && mail.update.content.kind === 'text' ? mail.update.content.text : ''
}

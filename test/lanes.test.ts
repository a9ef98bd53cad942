import { expect, test } from 'vitest'
import { file } from '../src/ahead.ts'
import type { Outgoing } from '../src/commit.ts'
import type { Say } from '../src/message.ts'
import { createSeal, parseKeys } from '../src/seal.ts'

const seal = createSeal(parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`), Buffer.alloc(32, 9))
const CHAT = 'test:1'

function said(more: Partial<Say> = {}): Outgoing {
  const message: Say = {
    type: 'say',
    key: 'k',
    body: { text: 't', spans: [] },
    choices: [],
    question: 0,
    copies: [],
    ...more,
  }
  return { kind: 'message', chat: CHAT, to: CHAT, message }
}

function lanesOf(...out: Outgoing[]): string[] {
  return file(seal, 'key', 'row', out).rows.map(({ lane }) => lane)
}

test('what is said to a chat goes out in order, and what the channel forgets comes after it', () => {
  expect(lanesOf(said(), said({ occasion: 'reminder' }), { kind: 'forget', chat: CHAT })).toEqual([
    'message',
    'message',
    'message',
  ])
})

test('an emergency waits behind nothing that a network may hold back', () => {
  const [before, emergency] = lanesOf(said(), said({ occasion: 'emergency' }))
  expect(emergency).not.toBe(before)
})

import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Clock } from '../../../src/clock.ts'
import { play } from '../../play.ts'
import { type FakeWhatsApp, startFakeWhatsApp } from './fake-whatsapp.ts'
import { openTown, type Town } from './town.ts'

/** The transcripts of all networks, held by phones with the real socket: typed, answered by number and by quoting, the desk in a group. */
const DIR = new URL('../../transcripts/', import.meta.url).pathname
const names = readdirSync(DIR).filter((name) => name.endsWith('.txt'))

/** Every word of it is sealed and opened several times over. */
const PATIENCE = 120_000

interface Difference {
  why: string
  /** What stands in the transcript, and what is true here. */
  lines: [there: string, here: string][]
}

const LATE = 'a message older than a quarter of an hour is changed no more: the card is posted anew'
const UNTOLD = 'nobody is told who blocked them, and what is sent to who did counts as sent'
const NO_TOPICS = 'a group has no topics'
const NO_WINDOW = 'free words may be written at any time'

const AFTER_SILENCE: [string, string] = ['desk< desk-silent\ndesk< ~card', 'desk< desk-silent\ndesk< card']
const AFTER_DIGEST: [string, string] = [
  'desk< desk-digest\ndesk< ~card [take answer note]',
  'desk< desk-digest\ndesk< card [take answer note]',
]

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'blocked.txt': {
    why: UNTOLD,
    lines: [
      ['@ 2026-11-25 09:00\n', '@ 2026-11-25 09:00\n< waiting-check [yes not-yet error]\n'],
      [
        '< bot-greeting+waiting-wait.short [yes not-yet look mistake error]',
        '< bot-greeting+waiting-check.short [yes not-yet error]',
      ],
    ],
  },
  'desk-blocked.txt': {
    why: UNTOLD,
    lines: [
      ['desk< desk-unreachable\n', ''],
      ['desk< desk-not-delivered-gone', '< desk-reply\ndesk< desk-sent [withdraw]'],
      ['@ +1m\ndesk< ~card', '@ +1m\n< ticket-resolved+told-other\n< detour-solved [yes no]\ndesk< ~card'],
    ],
  },
  'constancia.txt': { why: LATE, lines: [AFTER_DIGEST] },
  'correction-after-saving.txt': { why: LATE, lines: [AFTER_DIGEST] },
  'mistake-while-waiting.txt': { why: LATE, lines: [AFTER_DIGEST] },
  'reminders-after-downtime.txt': { why: LATE, lines: [AFTER_DIGEST] },
  'desk-bulk.txt': {
    why: LATE,
    lines: [
      [
        'desk< ~card [answer note wait refer resolve reveal release]\nAna>',
        'desk< card [answer note wait refer resolve reveal release]\nAna>',
      ],
      [
        'desk< ~card [answer note wait refer resolve reveal release]\ndesk< ~card [answer note wait refer resolve reveal release]',
        'desk< card [answer note wait refer resolve reveal release]\ndesk< card [answer note wait refer resolve reveal release]',
      ],
    ],
  },
  'desk-out-of-hours.txt': {
    why: LATE,
    lines: [
      [
        'desk< ~card [answer note wait refer resolve reveal release]\nLuz>2 Hola',
        'desk< card [answer note wait refer resolve reveal release]\nLuz>2 Hola',
      ],
      AFTER_SILENCE,
    ],
  },
  'desk-refer.txt': { why: LATE, lines: [['desk< ~card [take answer note wait', 'desk< card [take answer note wait']] },
  'desk-silence.txt': { why: LATE, lines: [AFTER_SILENCE] },
  'desk-three-a-day.txt': {
    why: LATE,
    lines: [
      [
        '10:00\n> persona\n< case-reopened\n< ticket-queued\ndesk< desk-reopened\ndesk< ~card',
        '10:00\n> persona\n< case-reopened\n< ticket-queued\ndesk< desk-reopened\ndesk< card',
      ],
    ],
  },
  'desk-notes-and-edits.txt': { why: NO_TOPICS, lines: [['desk< topic new\n', '']] },
  'desk-stretch.txt': {
    why: `${NO_TOPICS}: each of its messages is taken back instead of one topic; and ${LATE}`,
    lines: [
      ['desk< topic new\n', ''],
      ['desk< desk-digest\ndesk< ~card', 'desk< desk-digest\ndesk< card'],
      ['desk< topic deleted\ndesk< desk-erased\ndesk< delete\n', `${'desk< delete\n'.repeat(14)}desk< desk-erased\n`],
    ],
  },
  'desk-window.txt': {
    why: `${NO_WINDOW}; and ${LATE}`,
    lines: [
      ['Ana> [take]\ndesk< toast', 'Ana> [take]\n2< ticket-taken [go-on]\ndesk< toast'],
      ['desk< desk-window\nAna> ya lo vi\n', 'Ana> ya lo vi\n< ticket-taken [go-on]\n< desk-reply\n'],
      ['desk< ~desk-window\ndesk< desk-not-delivered-window', 'desk< desk-sent [withdraw]'],
      ['desk< desk-not-delivered-template', 'desk< desk-sent [withdraw]'],
      [
        'Ana> [release]\ndesk< toast toast-released\ndesk< ~card [take answer note]\ndesk< desk-window\ndesk< ~desk-window\n',
        'Ana> [release]\n< ticket-released\n< arrival-ask [not-started saved error had-before]\ndesk< toast toast-released\ndesk< card [take answer note]\n',
      ],
    ],
  },
  'odd-messages.txt': {
    why: 'nobody can take back what somebody else wrote: the student is asked to',
    lines: [['> mi contraseña es Potros2024\n', '> mi contraseña es Potros2024\n< bot-delete-it\n']],
  },
}

/** Plays those that fit. Two files of tests share them, for each keeps a processor busy. */
export function playThose(fits: (name: string) => boolean): void {
  let server: FakeWhatsApp
  let town: Town

  beforeAll(async () => {
    let clock: Clock | null = null
    server = await startFakeWhatsApp({ now: () => (clock ?? { now: Date.now }).now() })
    town = await openTown(server, (next) => {
      clock = next
    })
  })

  afterAll(async () => {
    await town.close()
    await server.stop()
  })

  it.each(names.filter(fits))(
    '%s',
    async (name) => {
      const written = readFileSync(DIR + name, 'utf8')
      const played = await play(written, { converse: town.converse })
      expect(played).toBe(asHere(name, written))
    },
    PATIENCE,
  )

  it('every difference is of a transcript there is', () => {
    expect(Object.keys(DIFFERENCES).filter((name) => !names.includes(name))).toEqual([])
  })
}

/** What a student wrote stays where it is, and the bot does not say it was deleted. */
function asHere(name: string, written: string): string {
  const kept = written
    .replaceAll(/(?:^\d?< delete\n)+(?=\d?< bot-deleted$)/gm, '')
    .replaceAll(/^\d?< bot-deleted\n/gm, '')
  return (DIFFERENCES[name]?.lines ?? []).reduce((text, [there, here]) => {
    expect(text).toContain(there)
    return text.replace(there, here)
  }, kept)
}

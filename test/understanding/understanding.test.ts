import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../src/calendar.ts'
import { type Meaning, type Question, understand } from '../../src/understanding/understanding.ts'
import { loadWords } from '../words.ts'

const words = loadWords()
const spanish = words.languages.get('es')
if (!spanish) throw new Error('no Spanish')
const language = spanish
const calendar = createCalendar({ zone: 'America/Hermosillo', closures: [] })
const NOW = calendar.instant('2026-11-23', '12:00')

function meaning(text: string, question: Question | null = null, now = NOW): Meaning {
  return understand(language, { content: { kind: 'text', text }, question, flow: 'seguro-facultativo', now, calendar })
}

function short(found: Meaning): string {
  if (found.kind === 'topic') return found.id
  if (found.kind === 'command') return `!${found.command}`
  return `~${found.kind}`
}

const heldout = readFileSync(new URL('heldout.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.includes('|') && !line.startsWith('#'))
  .map((line) => [line.slice(0, line.indexOf('|')).trim(), line.slice(line.indexOf('|') + 1)] as const)

describe('sentences that stand in no phrases file', () => {
  it.each(heldout)('%s ← %s', (expected, text) => expect(short(meaning(text))).toBe(expected))
})

const saved: Question = {
  number: 7,
  expects: null,
  choices: [
    { id: 'saved', label: 'Ya la guardé' },
    { id: 'error', label: 'Me marcó error' },
    { id: 'mistake', label: 'Me equivoqué en algo' },
    { id: 'locked-out', label: 'No puedo entrar' },
    { id: 'unsure', label: 'No sé si se guardó' },
  ],
}

describe('choices', () => {
  it.each([
    ['1', 'saved'],
    ['2.', 'error'],
    ['la 2', 'error'],
    ['opción 3', 'mistake'],
    ['la tercera', 'mistake'],
    ['ya la guarde', 'saved'],
    ['YA LA GUARDÉ!!', 'saved'],
    ['ya la guarde ayer', 'saved'],
    ['listo', 'saved'],
    ['me marko error', 'error'],
    ['me sale error', 'error'],
    ['no puedo entrar', 'locked-out'],
    ['no se si se guardo', 'unsure'],
    ['no sé', 'unsure'],
    ['me equivoque', 'mistake'],
  ])('%s → %s', (text, id) => expect(meaning(text, saved)).toEqual({ kind: 'choice', id }))

  it.each(['no la he guardado', 'todavía no la guardo', 'si no la guardo qué pasa?', '6', '0', '12'])(
    '%s is not "ya la guardé"',
    (text) => expect(meaning(text, saved)).not.toEqual({ kind: 'choice', id: 'saved' }),
  )

  it('an old button is known as old, a current one is pressed', () => {
    const press = (question: number) =>
      understand(language, {
        content: { kind: 'press', question, choice: 'saved' },
        question: saved,
        flow: null,
        now: NOW,
        calendar,
      })
    expect(press(6)).toEqual({ kind: 'stale' })
    expect(press(7)).toEqual({ kind: 'choice', id: 'saved' })
  })

  const yesNo: Question = {
    number: 1,
    expects: null,
    choices: [
      { id: 'yes', label: 'Ya aparezco' },
      { id: 'not-yet', label: 'Todavía no' },
    ],
  }
  it.each([
    ['sí', 'yes'],
    ['simón', 'yes'],
    ['si ya', 'yes'],
    ['nop, todavía', 'not-yet'],
    ['ya salgo', 'yes'],
    ['todavia no', 'not-yet'],
    ['aun no aparezco', 'not-yet'],
    ['nel', 'not-yet'],
    ['no me aparece', 'not-yet'],
  ])('%s → %s', (text, id) => expect(meaning(text, yesNo)).toEqual({ kind: 'choice', id }))

  it.each(['ok', 'va', '👍🏽', 'ok gracias'])('%s takes note: it accepts an offer, and is no "ya aparezco"', (text) => {
    expect(meaning(text, yesNo).kind).not.toBe('choice')
    const offer = {
      ...yesNo,
      choices: [
        { id: 'yes', label: 'Sí, avísame' },
        { id: 'no', label: 'Yo reviso' },
      ],
    }
    expect(meaning(text, offer)).toEqual({ kind: 'choice', id: 'yes' })
  })

  it('replies that disagree choose nothing', () => {
    expect(meaning('ya no', yesNo).kind).not.toBe('choice')
    expect(
      meaning('no', {
        number: 1,
        expects: 'curp',
        choices: [
          { id: 'none', label: 'No tengo CURP' },
          { id: 'skip', label: 'Prefiero no escribirla' },
        ],
      }),
    ).toEqual({ kind: 'later' })
  })

  it('a word alone that only asks or denies is about no topic', () => {
    for (const text of ['no', 'cuándo?', 'nose', 'cual es ese']) expect(meaning(text).kind).not.toBe('topic')
  })
})

describe('days', () => {
  const question: Question = { number: 1, expects: 'date', choices: [] }
  const day = (text: string, now = NOW) => {
    const found = meaning(text, question, now)
    if (found.kind !== 'answer' || found.event.type !== 'answer.date') return found.kind
    return found.event.reading.ok ? found.event.reading.day : found.event.reading.reason
  }
  it.each([
    ['hoy', '2026-11-23'],
    ['ahorita', '2026-11-23'],
    ['ayer', '2026-11-22'],
    ['anoche', '2026-11-22'],
    ['antier', '2026-11-21'],
    ['hace 3 dias', '2026-11-20'],
    ['hace tres días', '2026-11-20'],
    ['hace una semana', '2026-11-16'],
    ['el viernes', '2026-11-20'],
    ['el viernes pasado', '2026-11-20'],
    ['lunes', '2026-11-23'],
    ['lunes 16', '2026-11-16'],
    ['20 de noviembre', '2026-11-20'],
    ['el 20 de nov', '2026-11-20'],
    ['20/11', '2026-11-20'],
    ['20-11-2026', '2026-11-20'],
    ['2026-11-20', '2026-11-20'],
    ['5 de octubre', '2026-10-05'],
    ['el 20', '2026-11-20'],
    ['mañana', 'future'],
    ['30 de noviembre', 'future'],
    ['la semana pasada', 'unclear'],
    ['31/11', 'unclear'],
    ['23 de marzo de 2024', 'too-old'],
  ])('%s → %s', (text, expected) => expect(day(text)).toBe(expected))
  it.each(['no sé', 'qué es la vigencia?', ''])('%s names no day', (text) =>
    expect(day(text)).not.toMatch(/\d|future|unclear/),
  )

  it('half past midnight, "hoy" may be either day', () => {
    const now = calendar.instant('2026-11-24', '00:30')
    const found = meaning('hoy', question, now)
    expect(found).toMatchObject({
      event: { reading: { reason: 'late-night', earlier: '2026-11-23', later: '2026-11-24' } },
    })
    expect(day('antier', now)).toBe('2026-11-22')
  })
})

it('no message makes it throw, and every one means something', () => {
  const odd = [
    '\u0000',
    '\ud800',
    '\u202e'.repeat(50),
    '👩‍👩‍👧‍👦'.repeat(500),
    ' '.repeat(65_536),
    'z̷̡'.repeat(9000),
    '__proto__',
    'constructor',
    '/'.repeat(60_000),
  ]
  for (const text of odd) expect(meaning(text, saved).kind).toMatch(/^[a-z]+$/)
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.constantFrom('nss', 'curp', 'date', 'text', 'deadline', 'student-id', null),
      (text, expects) => {
        expect(meaning(text, { ...saved, expects }).kind).toMatch(/^[a-z]+$/)
      },
    ),
  )
})

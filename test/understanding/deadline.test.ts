import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../src/calendar.ts'
import { readDeadline } from '../../src/understanding/deadline/deadline.ts'
import { readingOf } from '../../src/understanding/reading.ts'
import { type Question, understand } from '../../src/understanding/understanding.ts'
import { loadWords } from '../words.ts'

const spanish = loadWords().languages.get('es')
if (!spanish) throw new Error('no Spanish')
const language = spanish
const calendar = createCalendar({ zone: 'America/Hermosillo', closures: [] })
/** A Tuesday. */
const NOW = calendar.instant('2026-11-24', '12:00')

function day(text: string, now = NOW): string | null {
  const found = readDeadline(language, readingOf(language, text), now, calendar)
  if (found === null) return null
  return found.ok ? found.day : found.reason
}

describe('a day ahead', () => {
  it.each([
    ['hoy', '2026-11-24'],
    ['hoy mismo!!', '2026-11-24'],
    ['es hoy en la noche', '2026-11-24'],
    ['esta tarde', '2026-11-24'],
    ['hoy a las 4', '2026-11-24'],
    ['hoy martes 24', '2026-11-24'],
    ['mañana', '2026-11-25'],
    ['mñn', '2026-11-25'],
    ['mnn x la mañana', '2026-11-25'],
    ['mañana en la mañana', '2026-11-25'],
    ['mañana miércoles', '2026-11-25'],
    ['mañana a las 8:30 am', '2026-11-25'],
    ['pasado mañana', '2026-11-26'],
    ['pasado mñn', '2026-11-26'],
    ['en la mañana del viernes', '2026-11-27'],
    ['el viernes', '2026-11-27'],
    ['tengo hasta el viernes', '2026-11-27'],
    ['viernez', '2026-11-27'],
    ['este viernes', '2026-11-27'],
    ['antes del viernes a las 4', '2026-11-27'],
    ['el viernes a las 3:00 p.m.', '2026-11-27'],
    ['el viernes de 8 a 10', '2026-11-27'],
    ['el viernes a las 12.30', '2026-11-27'],
    ['el viernes a la 1', '2026-11-27'],
    ['el martes', '2026-12-01'],
    ['este martes', '2026-11-24'],
    ['el lunes', '2026-11-30'],
    ['el próximo lunes', '2026-11-30'],
    ['el lunes que viene', '2026-11-30'],
    ['el viernes de la otra semana', '2026-12-04'],
    ['el miércoles de la próxima semana', '2026-12-02'],
    ['el jueves de esta semana', '2026-11-26'],
    ['el viernes 4', '2026-12-04'],
    ['viernes 4 de diciembre', '2026-12-04'],
    ['el viernes, el 11', '2026-12-11'],
    ['el 4 de diciembre', '2026-12-04'],
    ['a más tardar el 4 de dic', '2026-12-04'],
    ['4dic', '2026-12-04'],
    ['dic 4', '2026-12-04'],
    ['cuatro de diciembre', '2026-12-04'],
    ['el primero de diciembre', '2026-12-01'],
    ['1ro de diciembre', '2026-12-01'],
    ['el treinta y uno de diciembre', '2026-12-31'],
    ['del 1 al 4 de diciembre', '2026-12-04'],
    ['10 de enero', '2027-01-10'],
    ['el 10 de enero del 2027', '2027-01-10'],
    ['3 de marzo', '2027-03-03'],
    ['4 de julio', '2027-07-04'],
    ['4/12', '2026-12-04'],
    ['04/12/26', '2026-12-04'],
    ['4-12-2026', '2026-12-04'],
    ['04.12.2026', '2026-12-04'],
    ['2026-12-04', '2026-12-04'],
    ['viernes 4/12', '2026-12-04'],
    ['en 3 días', '2026-11-27'],
    ['en 3dias', '2026-11-27'],
    ['me quedan dos dias', '2026-11-26'],
    ['en 3 dias habiles', '2026-11-27'],
    ['tengo 5 días hábiles', '2026-12-01'],
    ['en 24 horas', '2026-11-25'],
    ['en una semana', '2026-12-01'],
    ['en dos semanas', '2026-12-08'],
    ['de hoy en ocho', '2026-12-01'],
    ['en un mes', '2026-12-24'],
    ['hace 3 dias me dijeron que tengo hasta el viernes', '2026-11-27'],
    ['fin de mes', '2026-11-30'],
    ['a finales de este mes', '2026-11-30'],
    ['finales de enero', '2027-01-31'],
    ['fin de noviembre', '2026-11-30'],
    ['fin de año', '2026-12-31'],
    ['antes de la quincena', '2026-11-30'],
    ['el 30', '2026-11-30'],
    ['30', '2026-11-30'],
    ['el día 15', '2026-12-15'],
    ['el 24', '2026-11-24'],
    ['el 5 del próximo mes', '2026-12-05'],
    ['el 30 de este mes', '2026-11-30'],
    ['el treinta', '2026-11-30'],
    ['ya casi, el jueves', '2026-11-26'],
    ['me urge para el lunes', '2026-11-30'],
  ])('%s → %s', (text, expected) => expect(day(text)).toBe(expected))
})

describe('no day that helps', () => {
  it.each([
    ['la otra semana', 'unclear'],
    ['la próxima semana', 'unclear'],
    ['esta semana', 'unclear'],
    ['el fin de semana', 'unclear'],
    ['pronto', 'unclear'],
    ['ya casi', 'unclear'],
    ['me urge', 'unclear'],
    ['lo antes posible', 'unclear'],
    ['en unos días', 'unclear'],
    ['en un par de dias', 'unclear'],
    ['en diciembre', 'unclear'],
    ['a mediados de enero', 'unclear'],
    ['el próximo mes', 'unclear'],
    ['a fin de semestre', 'unclear'],
    ['lunes o martes', 'unclear'],
    ['hoy o el viernes', 'unclear'],
    ['el otro viernes', 'unclear'],
    ['jueves 4 de diciembre', 'unclear'],
    ['el viernes 9', 'unclear'],
    ['31/11', 'unclear'],
    ['31 de noviembre', 'unclear'],
    ['3', 'unclear'],
    ['ayer', 'past'],
    ['antier', 'past'],
    ['ayer en la noche', 'past'],
    ['anoche', 'past'],
    ['hace 3 días', 'past'],
    ['hace una semana', 'past'],
    ['el viernes pasado', 'past'],
    ['la semana pasada', 'past'],
    ['ya se me pasó', 'past'],
    ['el lunes 23', 'past'],
    ['el lunes de esta semana', 'past'],
    ['20 de noviembre', 'past'],
    ['20/11', 'past'],
    ['4-12-2025', 'past'],
    ['4 de diciembre de 2027', 'too-far'],
    ['1/1/2030', 'too-far'],
    ['0001-01-01', 'past'],
    ['en 2 años y 13 meses', 'too-far'],
    ['no', null],
    ['no tengo', null],
    ['no sé', null],
    ['no me urge', null],
    ['no puedo abrir la página', null],
    ['buenos días', null],
    ['la 2', null],
    ['a las 8', null],
    ['qué es la vigencia?', null],
    ['lo ocupo para 2 cosas', null],
    ['mayor de edad', null],
    ['', null],
  ])('%s → %s', (text, expected) => expect(day(text)).toBe(expected))
})

describe('wherever the year stands', () => {
  it.each([
    ['2026-12-30', 'mañana', '2026-12-31'],
    ['2026-12-31', 'en 3 dias', '2027-01-03'],
    ['2026-12-31', 'el 30', '2027-01-30'],
    ['2027-01-31', 'en un mes', '2027-02-28'],
    ['2027-01-31', 'el 30', '2027-03-30'],
    ['2026-12-10', '15 de enero', '2027-01-15'],
    ['2026-11-29', 'el lunes de la proxima semana', '2026-11-30'],
    ['2026-11-10', 'antes de la quincena', '2026-11-15'],
    ['2028-02-10', 'fin de mes', '2028-02-29'],
  ])('on %s, %s → %s', (today, text, expected) => expect(day(text, calendar.instant(today, '12:00'))).toBe(expected))
})

describe('as the answer to the question', () => {
  const question: Question = {
    number: 3,
    expects: 'deadline',
    choices: [
      { id: 'none', label: 'No tengo fecha límite' },
      { id: 'skip', label: 'Prefiero no decir' },
    ],
  }
  const mean = (text: string) =>
    understand(language, { content: { kind: 'text', text }, question, flow: 'seguro-facultativo', now: NOW, calendar })
  it.each(['el viernes', 'este viernes', 'viernes'])('%s', (text) =>
    expect(mean(text)).toEqual({
      kind: 'answer',
      event: { type: 'answer.deadline', reading: { ok: true, day: '2026-11-27' } },
    }),
  )
  it('tomorrow is a day here, not a putting off', () => {
    expect(mean('mañana')).toMatchObject({ kind: 'answer', event: { reading: { day: '2026-11-25' } } })
  })
  it.each([
    ['2', 'skip'],
    ['la 2', 'skip'],
    ['no tengo', 'none'],
    ['no tengo fecha', 'none'],
  ])('%s is a choice', (text, id) => expect(mean(text)).toEqual({ kind: 'choice', id }))
  it('commands and cries for help come first', () => {
    expect(mean('menu').kind).toBe('command')
    expect(mean('me atropellaron hoy').kind).toBe('emergency')
  })
})

it('never throws, and never names a day before today or beyond a year', () => {
  const { data } = language
  const words = fc.constantFrom(
    ...Object.values(data.deadlines).flat(),
    ...Object.values(data.deadlineWords).flat(),
    ...[...data.dates.weekdays, ...data.dates.months, ...data.dates.numbers].flat(),
    ...['0', '1', '4', '12', '29', '30', '31', '32', '99', '2026', '2027', '4/12', '29/2', '2027-01-01', '0/0'],
  )
  const now = fc.integer({ min: 0, max: 3000 * 24 }).map((hours) => NOW + hours * 3_600_000)
  const sentence = fc.array(words, { maxLength: 8 }).map((list) => list.join(' '))
  fc.assert(
    fc.property(fc.oneof(sentence, fc.string({ unit: 'binary', maxLength: 600 })), now, (text, at) => {
      const found = day(text, at)
      if (found === null || !/\d/.test(found)) return
      expect(found).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(found >= calendar.day(at)).toBe(true)
      expect(found <= calendar.addDays(calendar.day(at), 370)).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

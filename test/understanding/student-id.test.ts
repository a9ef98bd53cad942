import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../src/calendar.ts'
import { readStudentId } from '../../src/understanding/student-id.ts'
import { type Question, understand } from '../../src/understanding/understanding.ts'
import { loadWords } from '../words.ts'

const spanish = loadWords().languages.get('es')
if (!spanish) throw new Error('no Spanish')
const language = spanish
const calendar = createCalendar({ zone: 'America/Hermosillo', closures: [] })

describe('an id', () => {
  it.each([
    ['123456', '123456'],
    ['1234', '1234'],
    ['00000123456', '00000123456'],
    ['mi id es 00000123456', '00000123456'],
    ['matricula 123456', '123456'],
    ['ID: 123 456', '123456'],
    ['id 00000-123456', '00000123456'],
    ['000-0012-3456', '00000123456'],
    ['es el 0000 0123 456 gracias', '00000123456'],
    ['ID123456', '123456'],
    ['tengo 19 años y mi id es 123456', '123456'],
    ['entré en 2023, mi id es 123456', '123456'],
    ['desde el 24/11/2026, 123456', '123456'],
    ['１２３４５６', '123456'],
    ['\u200e123456\u200f', '123456'],
    ['mi correo es alumno9876@potros.itson.edu.mx y mi id 123456', '123456'],
  ])('%s → %s', (text, id) => expect(readStudentId(text)).toEqual({ ok: true, id }))
})

describe('no id', () => {
  it.each([
    ['92919084431', 'nss'],
    ['92-91-90-8443-1', 'nss'],
    ['mi nss es 92919084431, creo', 'nss'],
    ['9291 90 8443 1', 'nss'],
    ['9291908443l', 'nss'],
    ['02210400046', 'nss'],
    ['PEXL050315HSRRXNA0', 'curp'],
    ['mi curp es pexl050315hsrrxna0', 'curp'],
    ['PEXL 050315 HSRRXNA0', 'curp'],
    ['id 123456 curp PEXL050315HSRRXNA0', 'curp'],
    ['123', 'unclear'],
    ['123456789012', 'unclear'],
    // Eleven digits that are no padded id are an NSS with a slip, and kept nowhere.
    ['92919084432', 'unclear'],
    ['00000000000', 'unclear'],
    ['0000', 'unclear'],
    ['mi cel es 6441234567', 'unclear'],
    ['+52 1 644 123 4567', 'unclear'],
    ['123456 o 654321', 'unclear'],
  ])('%s → %s', (text, reason) => expect(readStudentId(text)).toEqual({ ok: false, reason }))

  it.each(['no la sé', 'prefiero no darla', 'la 2', '2', 'opción 12', ''])('%s is no attempt', (text) =>
    expect(readStudentId(text)).toBeNull(),
  )
})

describe('as the answer to the question', () => {
  const question: Question = {
    number: 3,
    expects: 'student-id',
    choices: [
      { id: 'unknown', label: 'No me la sé' },
      { id: 'skip', label: 'Prefiero no darla' },
    ],
  }
  const mean = (text: string) =>
    understand(language, {
      content: { kind: 'text', text },
      question,
      flow: 'seguro-facultativo',
      now: calendar.instant('2026-11-24', '12:00'),
      calendar,
    })
  it.each(['123456', 'mi matricula es 123456'])('%s', (text) =>
    expect(mean(text)).toEqual({
      kind: 'answer',
      event: { type: 'answer.student-id', reading: { ok: true, id: '123456' } },
    }),
  )
  it.each([
    ['00000123456', { ok: true, id: '00000123456' }],
    ['92919084431', { ok: false, reason: 'nss' }],
    ['PEXL050315HSRRXNA0', { ok: false, reason: 'curp' }],
  ])('%s is the answer, not a number where none is asked', (text, reading) =>
    expect(mean(text)).toEqual({ kind: 'answer', event: { type: 'answer.student-id', reading } }),
  )
  it.each([
    ['2', 'skip'],
    ['la 2', 'skip'],
    ['opción 1', 'unknown'],
    ['no me la se', 'unknown'],
    ['prefiero no', 'skip'],
  ])('%s is a choice', (text, id) => expect(mean(text)).toEqual({ kind: 'choice', id }))
})

it('never throws, and an id is 4 to 11 digits that stand in the text', () => {
  const piece = fc.constantFrom('0', '12', '0000', '123456', '92919084431', ' ', '-', '/', 'id', 'o', ' y ', '٣', '.')
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((list) => list.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, (written) => {
      const found = readStudentId(written)
      if (!found?.ok) return
      expect(found.id).toMatch(/^\d{4,11}$/)
      if (found.id.length === 11) expect(found.id.startsWith('0000')).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

/** The student's turn by itself, on real flows and words, at noon of a Monday. */
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../src/calendar.ts'
import type { TurnEnv } from '../src/turn/turn.ts'
import { loadWords } from './words.ts'

const words = loadWords()

export const calendar = createCalendar(flow.calendar)
export const NOON = calendar.instant('2026-11-23', '12:00')
export const env: TurnEnv = {
  flows: words.flows,
  texts: words.texts,
  language: () => words.languages.get('es') ?? fail(),
  calendar: () => calendar,
  hasDesk: () => true,
  notices: () => [],
  deletes: () => true,
  ownNumbers: () => [],
  code: () => 'TEST-CODE',
}

function fail(): never {
  throw new Error('no Spanish')
}

import type { Param, Params } from '../flows/flow.ts'
import { type Calendar, formatDay } from './calendar.ts'

/** Values ready for a text: days become words ("viernes 4 de diciembre"), business days are counted first. */
export function valuesOf(
  params: Params,
  calendar: Calendar,
  language: string,
  at: number,
): Record<string, string | number> {
  const today = calendar.day(at)
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, wordOf(param, calendar, language, today)]),
  )
}

function wordOf(param: Param, calendar: Calendar, language: string, today: string): string | number {
  if (typeof param !== 'object') return param
  const day = 'day' in param ? param.day : calendar.addBusinessDays(param.from, param.businessDays, param.calendar)
  return formatDay(day, language, today)
}

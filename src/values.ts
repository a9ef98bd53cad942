import type { Param, Params } from '../flows/flow.ts'
import { type Calendar, formatDate, formatDay } from './calendar.ts'

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
  if ('day' in param) return (param.weekday === false ? formatDate : formatDay)(param.day, language, today)
  if ('at' in param) return formatDay(calendar.day(param.at), language, today)
  return formatDay(calendar.addBusinessDays(param.from, param.businessDays, param.calendar), language, today)
}

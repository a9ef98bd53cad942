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
  const values: Record<string, string | number> = {}
  for (const name in params) {
    const param = params[name]
    if (param !== undefined) values[name] = typeof param === 'object' ? wordOf(param, calendar, language, today) : param
  }
  return values
}

/** The same one value at a time: a text that mentions none of them never asks what they are. */
export function valueNamed(
  params: Params | (() => Params),
  calendar: Calendar,
  language: string,
  at: number,
): (name: string) => string | number | undefined {
  return (name) => {
    const known = typeof params === 'function' ? params() : params
    const param = Object.hasOwn(known, name) ? known[name] : undefined
    return typeof param === 'object' ? wordOf(param, calendar, language, calendar.day(at)) : param
  }
}

function wordOf(param: Exclude<Param, string | number>, calendar: Calendar, language: string, today: string): string {
  if ('day' in param) return (param.weekday === false ? formatDate : formatDay)(param.day, language, today)
  if ('at' in param) return formatDay(calendar.day(param.at), language, today)
  return formatDay(calendar.addBusinessDays(param.from, param.businessDays, param.calendar), language, today)
}

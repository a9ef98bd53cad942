/** The parts of a stamp, "2026-11-23 10:00", for a calendar leaf. The stamp is local already, so it is read as if it were UTC. */
export function leafOf(stamp: string): { weekday: string; day: string; month: string; time: string } {
  const at = Date.parse(`${stamp.slice(0, 10)}T00:00:00Z`)
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(document.documentElement.lang, { ...options, timeZone: 'UTC' }).format(at)
  return {
    weekday: part({ weekday: 'long' }),
    day: part({ day: 'numeric' }),
    month: part({ month: 'long', year: 'numeric' }),
    time: stamp.slice(11),
  }
}

/** "lunes, 23 de noviembre" in the page's language. */
export function dayWords(stamp: string): string {
  const at = Date.parse(`${stamp.slice(0, 10)}T00:00:00Z`)
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return format.format(at).replaceAll(',', '')
}

import type { Flow } from '../flows/flow.ts'
import { createCalendar, formatDay } from './calendar.ts'
import type { SimulatedClock } from './clock.ts'
import type { ChatId } from './ids.ts'
import type { Texts } from './texts.ts'
import { valuesOf } from './values.ts'
import type { World } from './world.ts'

/**
 * What the simulator's page may ask of its world: time, the next reminder, the map and where the student is on it.
 * `world` is asked late because the channel is made before it.
 */
export function simulatorView(parts: { clock: SimulatedClock; flow: Flow; texts: Texts; world: () => World | null }) {
  const { clock, flow, texts } = parts
  const calendar = createCalendar(flow.calendar)
  const language = 'es'

  return {
    clock,
    async nextReminder(chat: ChatId): Promise<number | null> {
      const session = await parts.world()?.peek(chat)
      const dues = Object.values(session?.timers ?? {}).flatMap(({ due, reminder }) => (reminder ? [due] : []))
      return dues.length === 0 ? null : Math.max(Math.min(...dues), session?.restUntil ?? 0)
    },
    nextBusinessDay(at: number): number {
      const today = calendar.day(at)
      const passed = at - calendar.instant(today, '00:00')
      return calendar.instant(calendar.addBusinessDays(today, 1, 'base'), '00:00') + passed
    },
    async place(chat: ChatId): Promise<{ place: string; trail: string[] } | null> {
      const session = await parts.world()?.peek(chat)
      const saved = session?.flows[flow.id]
      if (!session || saved === undefined) return null
      return { place: flow.wait(flow.check(saved)).place, trail: session.trail }
    },
    map() {
      const tops = [...new Set(flow.places().map(({ place }) => place.split('.')[0] ?? ''))]
      return tops.map((step) => ({
        step,
        number: flow.steps.indexOf(step) + 1,
        title: titleOf(step),
        places: flow
          .places()
          .filter(({ place }) => place.startsWith(`${step}.`))
          .map(({ place, key }) => ({ place, title: short(key) })),
      }))
    },
    words: () => texts.all(language, null),
    describe: (at: number) => `${formatDay(calendar.day(at), language, calendar.day(at))}, ${calendar.time(at)}`,
    stamp: (at: number) => `${calendar.day(at)} ${calendar.time(at)}`,
  }

  function titleOf(step: string): string {
    return texts.has(language, flow.id, `step-${step}`) ? texts.say(language, flow.id, `step-${step}`) : step
  }

  /** The short question, with nobody's data in it. */
  function short(key: string): string {
    const values = valuesOf(flow.facts(flow.start(0).saved), calendar, language, 0)
    return texts.say(language, flow.id, `${key}.short`, values).replaceAll(/[`*]/g, '').trim()
  }
}

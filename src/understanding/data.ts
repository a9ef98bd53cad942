import { z } from 'zod'

const words = z.array(z.string())

/** What a language.json holds. */
export const languageSchema = z.strictObject({
  /** Canonical word: the ways students write it. */
  variants: z.record(z.string(), words),
  /** Words that carry no meaning of their own. */
  stopWords: words,
  /** Words that ask: a message that begins with one is a question, not an answer. */
  questionWords: words,
  negations: words,
  greetings: words,
  thanks: words,
  laughs: words,
  /** Whole messages that put it off or only take note ("al rato", "ok" to no offer). */
  laters: words.default([]),
  /** Whole messages of somebody who did not follow. */
  confused: words.default([]),
  /** Words that may stand around a reply and change nothing. */
  fillers: words.default([]),
  /**
   * Whole messages that stand for one of several choices: the first of `means` that is on offer. Not where one of `unless` is:
   * "ok" accepts an offer, but to "¿ya quedó?" it is no yes.
   */
  replies: z.array(z.strictObject({ say: words, means: words, unless: words.default([]) })),
  ordinals: z.array(words),
  /**
   * Patterns (patterns.ts), up to two words between theirs, slips allowed; `unless` are exact ones that only sound like danger:
   * what stands beside them still counts. `people` are those `@people` may be.
   */
  emergency: z.strictObject({ danger: words, crisis: words, unless: words, people: words }),
  /**
   * What tells of somebody's health: patterns (patterns.ts), slips allowed, longer ones first, and `unless` exact ones that only name the procedure or a
   * career. `sounds` turn letters that sound alike into one, in this order; `signs` are pictures.
   */
  health: z.strictObject({ words, unless: words, sounds: z.array(z.tuple([z.string(), z.string()])), signs: words }),
  passwords: z.strictObject({ names: words, unless: words }),
  dates: z.strictObject({
    today: words,
    yesterday: words,
    dayBeforeYesterday: words,
    ahead: words,
    vague: words,
    ago: words,
    days: words,
    weeks: words,
    weekdays: z.array(words).length(7),
    months: z.array(words).length(12),
    numbers: z.array(words),
  }),
  /** Phrases about days to come, slips allowed in long words; the longer of two that begin alike stands first. */
  deadlines: z.strictObject({
    /** Times of day, and what else only looks like a day. */
    aside: words,
    today: words,
    tomorrow: words,
    dayAfterTomorrow: words,
    inOneWeek: words,
    inTwoWeeks: words,
    thisWeek: words,
    nextWeek: words,
    thisMonth: words,
    nextMonth: words,
    /** The last day of this month, of the month named behind it, of the year. */
    monthEnd: words,
    endOf: words,
    yearEnd: words,
    payday: words,
    past: words,
    vague: words,
  }),
  /** Single words around the days of a deadline. */
  deadlineWords: z.strictObject({
    /** Before a day of the week: this one; one not told apart. */
    thisOne: words,
    otherOne: words,
    /** Behind it: the last one. */
    lastOne: words,
    /** Before a number: it is a day of the month; it is the end of a stretch of days. */
    dayMarks: words,
    until: words,
    /** Between the two words of a number. */
    and: words,
    of: words,
    first: words,
    ago: words,
    hours: words,
    days: words,
    business: words,
    weeks: words,
    months: words,
    /** Before and behind a number that is a time of day. */
    clockBefore: words,
    clockBehind: words,
  }),
})

export type LanguageData = z.infer<typeof languageSchema>

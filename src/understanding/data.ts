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
})

export type LanguageData = z.infer<typeof languageSchema>

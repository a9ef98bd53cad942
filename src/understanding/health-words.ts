import type { LanguageData } from './data.ts'
import { compilePatterns, type Patterns } from './patterns.ts'

/** What tells of somebody's health, ready to be looked for. */
export interface Health {
  words: Patterns
  /** The same as it sounds, to be looked for in tokens that `sound` has been through. */
  sounding: Patterns
  sound: (token: string) => string
  /** What looks like it and only names the procedure or a career. */
  unless: Patterns
  /** Pictures that tell of it; null if there are none. */
  signs: RegExp | null
}

/** Short words sound like too many others ("vih" like "vi"). */
const SHORTEST_SOUND = 6
const SHORTEST_STEM = 4

export function compileHealth({ words, unless, sounds, signs }: LanguageData['health']): Health {
  const exact = { people: [], gap: 0, slips: false }
  const alike = (token: string): string => sounds.reduce((heard, [from, to]) => heard.replaceAll(from, to), token)
  const sound = (token: string): string => (token.length < SHORTEST_SOUND ? token : alike(token))
  const soundOf = (word: string): string => {
    if (!word.endsWith('*')) return sound(word)
    const stem = alike(word.slice(0, -1))
    return stem.length < SHORTEST_STEM ? word : `${stem}*`
  }
  return {
    words: compilePatterns(words, { ...exact, slips: true }),
    sounding: compilePatterns(
      words.map((pattern) => pattern.split(' ').map(soundOf).join(' ')),
      exact,
    ),
    sound,
    unless: compilePatterns(unless, exact),
    signs:
      signs.length === 0
        ? null
        : new RegExp(signs.map((sign) => sign.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'gu'),
  }
}

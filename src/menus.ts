import type { Texts } from './texts.ts'
import type { Command } from './understanding/understanding.ts'

const PRIVATE = [
  'start',
  'menu',
  'back',
  'where',
  'contacts',
  'human',
  'my-data',
  'stop-reminders',
  'erase',
  'help',
] as const satisfies Command[]

/** The menu a network shows behind "/", by language; the desk's own list comes with the desk. */
export function menus(texts: Texts) {
  return texts.languages.map((language) => ({
    language,
    scope: 'private' as const,
    list: PRIVATE.map((command) => ({
      command: texts.say(language, null, `command-${command}.name`),
      description: texts.say(language, null, `command-${command}`),
    })),
  }))
}

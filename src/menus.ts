import { deskCommands } from './desk/commands.ts'
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

/** The menus a network shows behind "/": for students by language, and the desk's, which only its group sees. */
export function menus(texts: Texts) {
  const list = (language: string, keys: readonly string[]) =>
    keys.map((key) => ({
      command: texts.say(language, null, `${key}.name`),
      description: texts.say(language, null, key),
    }))
  const students = PRIVATE.map((command) => `command-${command}`)
  return [
    ...texts.languages.map((language) => ({ language, scope: 'private' as const, list: list(language, students) })),
    {
      language: 'es',
      scope: 'desk' as const,
      list: list(
        'es',
        deskCommands.map((id) => `command-desk-${id}`),
      ),
    },
  ]
}

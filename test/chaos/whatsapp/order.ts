import { writeSync } from 'node:fs'

/** What a process of the bot is told, a line each. */
export type Command = 'go' | 'settle' | 'stop'

/** Written through at once: a process that is about to be killed has said it. */
export function tell(mark: '=', text: string): void {
  writeSync(1, `${mark}${text}\n`)
}

import type { Texts } from '../../../src/texts.ts'
import { texts as plain } from '../words.ts'

/** The same, but an echo says how many numbers were heard so far: one that was lost or doubled shows in all that follow. */
export const texts: Texts = {
  ...plain,
  say(flow, language, key, values = {}) {
    const value = (name: string) => (typeof values === 'function' ? values(name) : values[name])
    return key === 'echo' ? `echo ${value('n')} ${value('count')}` : plain.say(flow, language, key, values)
  },
}

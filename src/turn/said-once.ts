import type { Effect, Say } from '../effect.ts'
import { valueNamed } from '../values.ts'
import type { Draft } from './draft.ts'

/** Of the same bubble said to several messages that waited together, the last one. */
export function saidOnce(draft: Draft): Effect[] {
  const said = new Set<string>()
  const isNew = (effect: Effect): boolean => {
    // What is heard of again, stands in place of something or goes elsewhere is never the same.
    if (effect.type !== 'say' || effect.tag || effect.edits || effect.to) return true
    const words = wordsOf(draft, effect)
    if (said.has(words)) return false
    said.add(words)
    return true
  }
  return draft.effects.toReversed().filter(isNew).toReversed()
}

/** As it will be read: what a text does not mention makes no other bubble of it. */
function wordsOf({ env, session, at }: Draft, { parts }: Say): string {
  const { language } = session
  return parts
    .map(({ scope, key, params }) =>
      env.texts.say(language, scope, key, valueNamed(params, env.calendar(scope ?? session.active), language, at)),
    )
    .join('\n\n')
}

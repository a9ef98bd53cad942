import type { Calendar } from './calendar.ts'
import type { Effect, Say } from './effect.ts'
import type { ChatId } from './ids.ts'
import type { Mail } from './mail.ts'
import { type Message, richText } from './message.ts'
import type { Session } from './session.ts'
import type { Texts } from './texts.ts'
import { valueNamed } from './values.ts'

export interface CommitEnv {
  texts: Texts
  calendar(flow: string): Calendar
}

/** What goes out once the turn is saved: a message to a network, or mail to another chat. `chat` is whose turn filed it. */
export type Outgoing =
  | { kind: 'message'; chat: ChatId; to: ChatId; message: Message; tag?: string }
  | { kind: 'post'; chat: ChatId; to: ChatId; mail: Mail }

/** Chooses the words of a turn's effects. `to` is where this chat's messages are delivered; without one they are left out. */
export function outgoing(
  env: CommitEnv,
  effects: readonly Effect[],
  speaker: { chat: ChatId; to: ChatId | null; language: string; flow: string },
  at: number,
): Outgoing[] {
  const { chat, to } = speaker
  return effects.flatMap((effect): Outgoing[] => {
    if (effect.type === 'post') return [{ kind: 'post', chat, to: effect.to, mail: effect.mail }]
    if (to === null) return []
    if (effect.type === 'delete') return [{ kind: 'message', chat, to, message: { type: 'delete', ref: effect.ref } }]
    if (effect.type !== 'say') return []
    const message = messageOf(env, effect, speaker, at)
    return [{ kind: 'message', chat, to, message, ...(effect.tag !== undefined && { tag: effect.tag }) }]
  })
}

/** Applies `schedule` and `cancel`, in the order asked for, to the session's timers. */
export function withTimers(env: CommitEnv, session: Session, effects: readonly Effect[], at: number): Session {
  const timers = { ...session.timers }
  for (const effect of effects) {
    if (effect.type === 'cancel') for (const name of effect.timers) delete timers[name]
    if (effect.type !== 'schedule') continue
    const calendar = env.calendar(effect.flow)
    const { from, businessDays, calendar: which, time } = effect.due
    const day = calendar.addBusinessDays(from === 'today' ? calendar.day(at) : from, businessDays, which)
    timers[effect.timer] = { due: calendar.instant(day, time), reminder: effect.reminder, flow: effect.flow }
  }
  return { ...session, timers }
}

function messageOf(env: CommitEnv, say: Say, speaker: { language: string; flow: string }, at: number): Message {
  const { language, flow } = speaker
  const words = (scope: string | null, key: string, params: Say['parts'][number]['params']): string =>
    env.texts.say(language, scope, key, valueNamed(params, env.calendar(scope ?? flow), language, at))
  const values = say.parts.findLast(({ scope }) => scope !== null)
  return {
    type: 'say',
    key: say.parts.flatMap((part) => (part.quiet ? [] : [part.key])).join('+'),
    body: richText(say.parts.map(({ scope, key, params }) => words(scope, key, params)).join('\n\n')),
    question: say.ask?.question ?? 0,
    choices: (say.ask?.choices ?? []).map(({ id, scope, key, params }) => ({ id, label: words(scope, key, params) })),
    copies: say.copy.flatMap((name) => {
      const text = values?.params[name]
      return typeof text === 'string' && text !== ''
        ? [{ label: words(values?.scope ?? null, `copy-${name}`, {}), text }]
        : []
    }),
  }
}

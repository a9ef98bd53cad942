import type { Notice } from './board.ts'
import type { Calendar } from './calendar.ts'
import type { Effect, Part, Say } from './effect.ts'
import type { ChatId } from './ids.ts'
import type { Mail } from './mail.ts'
import { type Message, type Placing, richText } from './message.ts'
import type { Session } from './session.ts'
import type { Texts } from './texts.ts'
import { valueNamed } from './values.ts'

export interface CommitEnv {
  texts: Texts
  calendar(flow: string): Calendar
}

/**
 * What goes out once the turn is saved: a message to a network, mail to another chat, a fact for all, or word to the network that
 * nothing is kept of this chat. `chat` is whose turn filed it.
 */
export type Outgoing =
  | { kind: 'message'; chat: ChatId; to: ChatId; message: Message; tag?: string; aside?: true }
  | { kind: 'post'; chat: ChatId; to: ChatId; mail: Mail }
  | { kind: 'board'; chat: ChatId; notices: Notice[] }
  | { kind: 'forget'; chat: ChatId }

interface Speaker {
  chat: ChatId
  to: ChatId | null
  language: string
  flow: string
}

/** Chooses the words of a turn's effects. `to` is where this chat's messages are delivered; without one they are left out. */
export function outgoing(env: CommitEnv, effects: readonly Effect[], speaker: Speaker, at: number): Outgoing[] {
  const { chat } = speaker
  const rows = effects.flatMap((effect): Outgoing[] => {
    if (effect.type === 'post') return [{ kind: 'post', chat, to: effect.to, mail: effect.mail }]
    if (effect.type === 'board') return [{ kind: 'board', chat, notices: effect.notices }]
    const message = messageOf(env, effect, speaker, at)
    const elsewhere = 'to' in effect ? effect.to : undefined
    const to = elsewhere ?? speaker.to
    if (message === null || to === null) return []
    const tag = 'tag' in effect && effect.tag !== undefined ? { tag: effect.tag } : {}
    return [{ kind: 'message', chat, to, message, ...tag, ...(elsewhere !== undefined && { aside: true }) }]
  })
  // After the last words to them, which the channel may need what it keeps for.
  return effects.some(({ type }) => type === 'forget') ? [...rows, { kind: 'forget', chat }] : rows
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

/** Null: the effect is none that is delivered to a network. */
function messageOf(env: CommitEnv, effect: Effect, speaker: Speaker, at: number): Message | null {
  const wordsOf = ({ scope, key, params }: Omit<Part, 'quiet'>): string =>
    env.texts.say(
      speaker.language,
      scope,
      key,
      valueNamed(params, env.calendar(scope ?? speaker.flow), speaker.language, at),
    )
  switch (effect.type) {
    case 'say':
      return said(effect, wordsOf)
    case 'delete':
      return { type: 'delete', ref: effect.ref }
    case 'copy': {
      const { from, ref, thing, part } = effect
      return {
        type: 'copy',
        from,
        ref,
        kind: thing,
        key: part.key,
        caption: richText(wordsOf(part)),
        ...placing(effect),
      }
    }
    case 'topic':
      return { type: 'topic', thread: effect.thread, title: effect.title, state: effect.state }
    case 'toast':
      return { type: 'toast', press: effect.press, key: effect.part.key, text: richText(wordsOf(effect.part)).text }
    default:
      return null
  }
}

function said(say: Say, wordsOf: (part: Omit<Part, 'quiet'>) => string): Message {
  const values = say.parts.findLast(({ scope }) => scope !== null)
  const words = {
    key: say.parts.flatMap((part) => (part.quiet ? [] : [part.key])).join('+'),
    body: richText(say.parts.map(wordsOf).join('\n\n')),
    question: say.ask?.question ?? 0,
    choices: (say.ask?.choices ?? []).map((choice) => ({ id: choice.id, label: wordsOf(choice) })),
  }
  if (say.edits !== undefined) return { type: 'edit', ref: say.edits, ...words }
  return {
    type: 'say',
    ...words,
    copies: say.copy.flatMap((name) => {
      const text = values?.params[name]
      return typeof text === 'string' && text !== ''
        ? [{ label: wordsOf({ scope: values?.scope ?? null, key: `copy-${name}`, params: {} }), text }]
        : []
    }),
    ...(say.mentions && { mentions: say.mentions }),
    ...(say.pin && { pin: true }),
    ...(say.prompt && { prompt: true }),
    ...(say.occasion && { occasion: say.occasion }),
    ...placing(say),
  }
}

function placing({ thread, quotes }: Placing): Placing {
  return { ...(thread !== undefined && { thread }), ...(quotes !== undefined && { quotes }) }
}

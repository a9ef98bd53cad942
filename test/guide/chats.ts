/** Plays a scene and keeps what each side's phone shows: bubbles in order, edits in place, deletions gone. */
import { addressOf } from '../../src/ids.ts'
import type { Message, Placing, RichText, Say } from '../../src/message.ts'
import { DESK_GROUP, type Delivered } from '../conversation.ts'
import { play } from '../play.ts'
import { alike, fixedNames } from './names.ts'

export interface Bubble {
  /** "Afilia", an agent's name, or the student. */
  who: string
  body: RichText
  choices: { id: string; label: string; pressed: boolean }[]
  mentions: string[]
  at: number
  /** What the network of the tests called it, once more with every edit; none of what people wrote. */
  refs: string[]
  pinned: boolean
  quotes: Bubble | null
}

/** What a phone shows between "# show <picture> <side>" and "# done <picture>". */
export interface Shot {
  picture: string
  /** "topic", "group", "student", or the agent in whose own chat it is. */
  side: string
  title: string
  bubbles: Bubble[]
}

interface Taking {
  picture: string
  side: string
  from: number
}

export const BOT = 'Afilia'
export const STUDENT_NAME = 'student'

/** Every picture of a scene, in the order they are done. */
export async function shotsOf(script: string): Promise<Shot[]> {
  const phones = new Map<string, Bubble[]>()
  const shots: Shot[] = []
  let under: Taking[] = []
  let title = ''
  const of = (side: string): Bubble[] => {
    const phone = phones.get(side) ?? []
    phones.set(side, phone)
    return phone
  }
  await play(script, {
    watch(line, said, at) {
      const [, word, picture = '', side = ''] = /^# (show|done) (\S+)(?: (\w+))?$/.exec(line) ?? []
      if (word === 'show') under.push({ picture, side, from: of(side).length })
      for (const shot of under.filter((one) => word === 'done' && one.picture === picture))
        shots.push({
          picture,
          side: shot.side,
          title: shot.side === 'topic' ? title : '',
          bubbles: structuredClone(of(shot.side).slice(shot.from)),
        })
      if (word === 'done') under = under.filter((one) => one.picture !== picture)
      write(of, line, at)
      for (const one of said) {
        const { message } = one
        if (message.type === 'topic' && message.thread === null) title = message.title
        else if (message.type === 'edit' || message.type === 'delete') change([...phones.values()], message, one.ref)
        else if (message.type === 'say') of(sideOf(one)).push(saidBy(of(sideOf(one)), one, message, at))
      }
    },
  })
  return fixedNames(shots, alike())
}

/** What somebody wrote or pressed. */
function write(of: (side: string) => Bubble[], line: string, at: number): void {
  const [, who = '', sign = '', text = ''] = /^([A-Z]\w*)?(>>|>)(?:1|2|3|4)? (.*)$/.exec(line) ?? []
  if (sign === '') return
  const phones = who === '' ? ['student'] : ['topic', 'group']
  const pressed = /^\[([a-z0-9-]+)\]$/.exec(text)?.[1]
  if (pressed !== undefined) return press(phones.map(of), pressed)
  const side = who === '' ? 'student' : sign === '>>' ? 'topic' : 'group'
  const quotes = sign === '>' && who !== '' ? (of('group').findLast((bubble) => bubble.who === BOT) ?? null) : null
  const body = { text, spans: [] }
  const name = who === '' ? STUDENT_NAME : who
  of(side).push({ who: name, body, choices: [], mentions: [], at, refs: [], pinned: false, quotes })
}

function press(phones: readonly Bubble[][], id: string): void {
  for (const phone of phones) {
    const choice = phone.flatMap(({ choices }) => choices).findLast((one) => one.id === id)
    if (choice) choice.pressed = true
  }
}

function sideOf({ to, message }: Delivered): string {
  if (to === DESK_GROUP) return 'thread' in message && message.thread ? 'topic' : 'group'
  const name = addressOf(to)
  return name.startsWith('student') ? name : `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

function saidBy(phone: readonly Bubble[], { ref }: Delivered, message: Say, at: number): Bubble {
  const { body, pin, mentions = [] } = message
  return {
    who: BOT,
    body,
    choices: choicesOf(message),
    mentions: mentions.map(({ name }) => name),
    at,
    refs: [ref],
    pinned: pin === true,
    quotes: quoted(phone, message),
  }
}

/** What stands somewhere already is known by its ref alone. */
function change(
  phones: readonly Bubble[][],
  message: Extract<Message, { type: 'edit' | 'delete' }>,
  ref: string,
): void {
  for (const phone of phones) {
    const at = phone.findIndex(({ refs }) => refs.includes(message.ref))
    const stood = phone[at]
    if (!stood) continue
    if (message.type === 'delete') phone.splice(at, 1)
    else Object.assign(stood, { body: message.body, choices: choicesOf(message), refs: [...stood.refs, ref] })
  }
}

function choicesOf({ choices }: Extract<Message, { type: 'say' | 'edit' }>): Bubble['choices'] {
  return choices.map(({ id, label }) => ({ id, label, pressed: false }))
}

/** By its ref; what is not the bot's own is the newest that an agent wrote. */
function quoted(phone: readonly Bubble[], { quotes }: Placing): Bubble | null {
  if (quotes === undefined) return null
  const own = phone.find(({ refs }) => refs.includes(quotes))
  return own ?? phone.findLast(({ who, refs }) => refs.length === 0 && who !== STUDENT_NAME) ?? null
}

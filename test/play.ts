import { createCalendar } from '../src/calendar.ts'
import { troubles } from '../src/channels/channel.ts'
import { addressOf, type ChatId, chatId } from '../src/ids.ts'
import type { Message } from '../src/message.ts'
import type { Content, Update } from '../src/update.ts'
import {
  type Conversation,
  type ConversationOptions,
  DESK_GROUP,
  type Delivered,
  STUDENT,
  startConversation,
} from './conversation.ts'
import { loadWords, type Words } from './words.ts'

const MINUTE = 60_000

/**
 * Plays a transcript: runs the student's, the desk's and the clock's lines and answers with the same lines plus what was really said.
 *
 *     # comment; as the first lines: "# no desk", "# topics", "# days confirmed", "# gathers" (waits three seconds for more)
 *     > text   > [choice]   > {voice}   > {edit text}   > {delete}   > {blocks}   > {unblocks}
 *     2> text                    another student
 *     Ana> text                  quotes the newest message of the group about a case ("Ana>2 text": of the second student)
 *     Ana> [choice]   Ana> {picture}   Ana> {edit text}   Ana> {delete}   Ana# text (quoting nothing)   Ana! leaves
 *     Ana>> text                 in the newest topic, quoting nothing
 *     @ 2026-11-25 09:00   @ +2m   @ +3s
 *     ! down   ! up   ! out of reach (the network no longer reaches the student)
 *     ! by hand for 30m   ! no more by hand   staff write to the student from the bot's own phone
 *     ! trouble whatsapp logged-out   ! window shut (or template, open)   ! rigid (nothing that stands can be changed)
 *     $code in a text is the code the first student was told, $code2 the second's
 *
 * Answers: `< key [choices]`, `< ~key` (in place), `< delete`, `desk< …`, `Ana< …` (in private).
 */
export async function play(script: string, options: Partial<ConversationOptions> & Watched = {}): Promise<string> {
  const lines = script.split('\n').map((line) => line.trimEnd())
  const first = lines.find((line) => line.startsWith('@ '))
  if (!first) throw new Error('a transcript begins with the time, "@ 2026-11-23 10:00"')
  const hasDesk = !lines.includes('# no desk')
  const words = options.words ?? wordsFor(lines)
  const gathers = lines.includes('# gathers') ? { gathers: 3000 } : {}
  const talk = await startConversation({ start: instant(words, first, 0), hasDesk, words, ...gathers, ...options })
  if (lines.includes('# topics')) talk.network.topics = 'yes'
  if (lines.includes('# no right to topics')) talk.network.topics = 'no-right'
  const out: string[] = []
  let shown = 0
  try {
    for (const line of lines) {
      if (/^(?:\d|desk|[A-Z]\w*)?<(?: |$)/.test(line)) continue
      out.push(line)
      await perform(talk, words, line)
      // The chats are independent lanes: each keeps its order, so students' sides are written first.
      const said = talk.delivered.slice(shown)
      if (process.env.READ === '1') read(line, said)
      options.watch?.(line, said, talk.clock.now())
      out.push(...[...said.filter(isToStudent), ...said.filter((one) => !isToStudent(one))].map(shownAs))
      shown = talk.delivered.length
    }
  } finally {
    await talk.close()
  }
  return out.join('\n')
}

interface Watched {
  /** Hears each line with what was delivered because of it. */
  watch?(line: string, said: readonly Delivered[], at: number): void
}

/** `READ=1`: the same with its words, for whoever wants to hear how it sounds. */
function read(line: string, said: readonly Delivered[]): void {
  console.log(line)
  for (const one of said) console.log(`    ${shownAs(one)}\n${textOf(one.message).replaceAll(/^/gm, '        | ')}`)
}

/** As the university would have confirmed its days: then a day may be promised. */
function wordsFor(lines: readonly string[]): Words {
  const words = loadWords()
  if (!lines.includes('# days confirmed')) return words
  const flows = words.flows.map((flow) => ({
    ...flow,
    desk: { ...flow.desk, hours: { ...flow.desk.hours, daysCertain: true } },
  }))
  return { ...words, flows }
}

async function perform(talk: Conversation, words: Words, line: string): Promise<void> {
  if (line.startsWith('@ ')) return talk.moveTo(instant(words, line, talk.clock.now()))
  if (line === '! down') return talk.down()
  if (line === '! up') return talk.up()
  if (line === '! out of reach') return void talk.network.gone.add(STUDENT)
  const hand = /^! (?:by hand for (\d+)m|no more by hand)$/.exec(line)
  if (hand) return talk.says({ kind: 'by-hand', until: talk.clock.now() + Number(hand[1] ?? 0) * MINUTE })
  if (line === '! rigid') return void Object.assign(talk.network, { isRigid: true })
  const [, trouble] = /^! trouble (\S+ \S+)$/.exec(line) ?? []
  if (trouble !== undefined) return befalls(talk, trouble)
  const window = (['open', 'template', 'shut'] as const).find((one) => line === `! window ${one}`)
  if (window) return void Object.assign(talk.network, { window })
  if (line.startsWith('desk> ')) return agentSays(talk, 'Ana', 1, line.slice(6))
  const [, who = '', sign = '', nth = '', text = ''] = /^(\d|[A-Z]\w*)?(>>|[>#!])(\d?) (.*)$/.exec(line) ?? []
  if (sign === '' || who.startsWith('#')) return
  if (/^[A-Z]/.test(who)) {
    if (sign === '!') return leaves(talk, who)
    if (sign === '#') return talk.agentDoes(who, { kind: 'text', text: withCodes(talk, text) })
    if (sign === '>>')
      return talk.agentDoes(who, contentOf(talk, text), { ref: newRef(talk, who), ...newestTopic(talk) })
    return agentSays(talk, who, Number(nth || 1), text)
  }
  if (sign !== '>') return
  const chat = studentOf(Number(who || 1))
  const ref = isOfEarlier(text) ? lastWritten(talk, chat) : newRef(talk, chat)
  return talk.says(contentOf(talk, text, chat), { chat, ref })
}

function befalls(talk: Conversation, words: string): Promise<void> {
  const [channel = '', name] = words.split(' ')
  const trouble = troubles.find((one) => one === name)
  if (!trouble) throw new Error(`no such trouble: ${name}`)
  return talk.reports(channel, { kind: 'trouble', trouble })
}

function withCodes(talk: Conversation, text: string): string {
  return text.replaceAll(/\$code(\d?)/g, (_, nth: string) => codeOf(talk, Number(nth || 1)))
}

export function studentOf(nth: number): ChatId {
  return nth === 1 ? STUDENT : chatId('test', `student-${nth}`)
}

/** What a line of the student's stands for. A press is of the newest question that offers the choice. */
export function contentOf(talk: Conversation, text: string, chat: ChatId = STUDENT): Content {
  const press = /^\[([a-z0-9-]+)\]$/.exec(text)
  if (press) {
    const choice = press[1] ?? ''
    const asked = talk.delivered.findLast(({ to, message }) => to === chat && offers(message, choice))
    return { kind: 'press', question: questionOf(asked?.message), choice }
  }
  const thing = /^\{(voice|picture|document|sticker|other)\}$/.exec(text)?.[1]
  if (thing === 'voice' || thing === 'picture' || thing === 'document' || thing === 'sticker' || thing === 'other') {
    return { kind: thing }
  }
  const edit = /^\{edit (.*)\}$/.exec(text)
  if (edit) return { kind: 'edit', text: edit[1] ?? '' }
  if (text === '{delete}') return { kind: 'deleted' }
  if (text === '{blocks}' || text === '{unblocks}') return { kind: 'reachable', reachable: text === '{unblocks}' }
  return { kind: 'text', text }
}

const written = new WeakMap<Conversation, Map<string, string>>()
let refs = 0

/** The ref of what somebody wrote last, and of what they write now. */
function lastWritten(talk: Conversation, who: string): string {
  return written.get(talk)?.get(who) ?? 's0'
}

function newRef(talk: Conversation, who: string): string {
  refs += 1
  const all = written.get(talk) ?? new Map<string, string>()
  written.set(talk, all.set(who, `w${refs}`))
  return `w${refs}`
}

function isOfEarlier(text: string): boolean {
  return text.startsWith('{edit ') || text === '{delete}'
}

function agentSays(talk: Conversation, who: string, nth: number, text: string): Promise<void> {
  const press = /^\[([a-z0-9-]+)\]$/.exec(text)
  const code = codeOf(talk, nth)
  const inGroup = talk.delivered.filter(({ to }) => to === DESK_GROUP)
  if (press) {
    const choice = press[1] ?? ''
    const asked = inGroup.findLast(
      ({ message }) => offers(message, choice) && (nth === 1 || textOf(message).includes(code)),
    )
    const content: Content = { kind: 'press', question: questionOf(asked?.message), choice }
    return talk.agentDoes(who, content, { press: `p${talk.delivered.length}` })
  }
  if (isOfEarlier(text)) return talk.agentDoes(who, contentOf(talk, text), { ref: lastWritten(talk, who) })
  const about = inGroup.findLast(({ message }) => textOf(message).includes(`#${code}`) && message.type !== 'topic')
  const quotes = about === undefined ? {} : { quotes: { ref: refOf(about), text: textOf(about.message), own: true } }
  return talk.agentDoes(who, contentOf(talk, text), { ...quotes, ref: newRef(talk, who) })
}

function newestTopic({ delivered }: Conversation): Pick<Update, 'thread'> {
  const made = delivered.findLast(({ message }) => message.type === 'topic' && message.thread === null)
  return made?.message.type === 'topic' ? { thread: { ref: made.ref, title: made.message.title } } : {}
}

/** An edit stands where the message stood. */
function refOf({ message, ref }: Delivered): string {
  return message.type === 'edit' ? message.ref : ref
}

async function leaves(talk: Conversation, who: string): Promise<void> {
  talk.network.left.add(who.toLowerCase())
  await talk.receive({ chat: DESK_GROUP, audience: 'group', content: { kind: 'left', who: who.toLowerCase() } })
}

/** The code a student was told last. */
function codeOf(talk: Conversation, nth: number): string {
  const told = talk.delivered.filter(({ to }) => to === studentOf(nth)).map(({ message }) => textOf(message))
  return told.flatMap((text) => text.match(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g) ?? []).at(-1) ?? '?'
}

function offers(message: Message, choice: string): boolean {
  return (message.type === 'say' || message.type === 'edit') && message.choices.some(({ id }) => id === choice)
}

function questionOf(message: Message | undefined): number {
  return message?.type === 'say' || message?.type === 'edit' ? message.question : 0
}

export function textOf(message: Message): string {
  if (message.type === 'say' || message.type === 'edit') return message.body.text
  return 'caption' in message ? message.caption.text : ''
}

function isToStudent({ to }: Delivered): boolean {
  return addressOf(to).startsWith('student')
}

function shownAs({ to, message }: Delivered): string {
  const nth = addressOf(to).replace(/^student-?/, '')
  const name = addressOf(to)
  const side =
    to === DESK_GROUP
      ? 'desk<'
      : addressOf(to).startsWith('student')
        ? `${nth}<`
        : `${name.charAt(0).toUpperCase()}${name.slice(1)}<`
  return `${side} ${said(message)}`
}

function said(message: Message): string {
  switch (message.type) {
    case 'say':
    case 'edit': {
      const choices = message.choices.map(({ id }) => id).join(' ')
      return `${message.type === 'edit' ? '~' : ''}${message.key}${choices === '' ? '' : ` [${choices}]`}`
    }
    case 'delete':
      return 'delete'
    case 'topic':
      return `topic ${message.thread === null ? 'new' : message.state}`
    case 'toast':
      return `toast ${message.key}`
    case 'copy':
      return `copy ${message.kind} ${message.key}`
    default:
      return `${message.type} ${message.key}`
  }
}

function instant(words: Words, line: string, now: number): number {
  const [, ahead, unit] = /^@ \+(\d+)([ms])$/.exec(line) ?? []
  if (ahead !== undefined) return now + Number(ahead) * (unit === 's' ? 1000 : MINUTE)
  const [, day = '', time = ''] = /^@ (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/.exec(line) ?? []
  if (day === '') throw new Error(`not a time: ${line}`)
  const flow = words.flows[0]
  if (!flow) throw new Error('no flow')
  return createCalendar(flow.calendar).instant(day, time)
}

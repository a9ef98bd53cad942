import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import { FIGURES } from '../ids.ts'
import type { Update } from '../update.ts'
import { linesOf } from './bulk.ts'
import { statusLine } from './cards.ts'
import { type Draft, firstFlow, say, word } from './draft.ts'
import { end, nameOf, portalsOf, publish, standing } from './incidents.ts'
import { meet, refusal } from './people.ts'
import { free, queue } from './queue.ts'
import type { Case } from './session.ts'
import { troubleLines } from './troubles.ts'
import { commandIn, plain } from './typed.ts'
import { windowLines } from './windows.ts'

/** What staff may type in the group, by the name in locales; in the order of the menu. */
export const deskCommands = ['cases', 'case', 'pending', 'state', 'notice', 'figures', 'export', 'help'] as const
export type DeskCommand = (typeof deskCommands)[number]

const LONGEST = 400
const CODE = /^[A-Z0-9]{4}-[A-Z0-9]{4}$/
const periods = ['day', 'week', 'term'] as const
/** Lines of a case's history in one message. */
const MOST_ACTS = 15

/** Does what "/casos" and the like ask; false if this is none of ours. */
export function command(draft: Draft, update: Update, text: string): boolean {
  const [, name = '', rest = ''] =
    /^\/([\p{L}]{1,20})(?:@\w{1,40})?(?:\s+([\s\S]*))?$/u.exec(text.slice(0, LONGEST).trim()) ?? []
  const wanted = deskCommands.find((id) => namesOf(draft, id).includes(plain(name)))
  if (!wanted) return isMistyped(draft, update, text)
  give(draft, update, wanted, rest)
  return true
}

/**
 * The same without the slash, for networks that know no commands; nothing but the command, so that people who talk are never taken
 * at a word, and never one that students would read of.
 */
export function commandInWords(draft: Draft, update: Update, text: string): boolean {
  const typed = commandIn(text)
  const wanted = typed && deskCommands.find((id) => namesOf(draft, id).includes(typed.name))
  if (!typed || !wanted || !takes(draft, wanted, typed.rest)) return false
  give(draft, update, wanted, typed.rest)
  return true
}

function namesOf(draft: Draft, id: DeskCommand): string[] {
  const { texts, language } = draft.env
  return ['name', 'also'].flatMap((which) => {
    const key = `command-desk-${id}.${which}`
    return texts.has(language, null, key) ? [plain(texts.say(language, null, key))] : []
  })
}

/** Whether that is all the command needs, or one of what it takes. */
function takes(draft: Draft, id: DeskCommand, rest: string): boolean {
  if (id === 'case') return CODE.test(rest.toUpperCase())
  return rest === '' || ((id === 'figures' || id === 'export') && periodOf(draft, rest) !== undefined)
}

function give(draft: Draft, update: Update, wanted: DeskCommand, rest: string): void {
  const no = refusal(update)
  if (no !== null || !update.sender) {
    say(draft, `desk-${no ?? 'anonymous'}`, { code: '' }, update.ref === undefined ? {} : { quotes: update.ref })
    return
  }
  meet(draft, update.sender)
  carryOut[wanted](draft, { rest: rest.trim(), thread: update.thread?.ref, by: update.sender.id })
}

/** A command we do not know, said to nobody else by name: better than silence, or than a student reading it. */
function isMistyped(draft: Draft, update: Update, text: string): boolean {
  if (!/^\/[\p{L}]{2,20}(?:\s|$)/u.test(text.trim())) return false
  say(draft, 'desk-unknown-command', {}, update.ref === undefined ? {} : { quotes: update.ref })
  return true
}

interface Asked {
  rest: string
  thread: string | undefined
  by: string
}

const carryOut: Record<DeskCommand, (draft: Draft, asked: Asked) => void> = {
  cases(draft, { thread }) {
    const all = queue(draft)
    const standing = Object.values(draft.session.cases).map(({ life }) => life.status)
    const [waiting = 0, referred = 0] = ['waiting', 'referred'].map((one) => standing.filter((is) => is === one).length)
    const counts = { count: all.length, free: free(draft).length, waiting, referred, others: waiting + referred }
    say(draft, 'desk-cases', { ...counts, lines: linesOf(draft, all) }, at(thread))
  },
  pending(draft, { thread, by }) {
    const mine = Object.entries(draft.session.cases).filter(
      ([, { life }]) => life.holder === by && !['resolved', 'ended'].includes(life.status),
    )
    say(draft, 'desk-pending', { count: mine.length, lines: linesOf(draft, mine) }, at(thread))
  },
  case(draft, { rest, thread }) {
    const own = Object.entries(draft.session.cases).find(([, one]) => thread !== undefined && one.thread === thread)
    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(rest.toUpperCase())?.[0] ?? own?.[0] ?? ''
    const entry = draft.session.cases[code]
    if (!entry) return say(draft, 'desk-unknown-code', { code }, at(thread))
    say(draft, 'desk-history', { code, status: statusLine(draft, entry), acts: actsOf(draft, entry) }, at(thread))
  },
  state(draft, { thread }) {
    const hours = draft.env.hours(firstFlow(draft).id)
    const next = hours.opensNext(draft.at)
    const notices = standing(draft)
    const networks = [...troubleLines(draft), ...windowLines(draft)]
    const params = {
      open: hours.isOpen(draft.at) ? 'yes' : next === null ? 'none' : 'no',
      opens: next === null ? '' : { day: next.day },
      time: next === null ? '' : draft.env.calendar(firstFlow(draft).id).time(next.at),
      free: free(draft).length,
      count: queue(draft).length,
      notices: notices.map(([portal, text]) => `${nameOf(draft, portal)}: ${text}`).join('\n'),
      hasNotices: notices.length === 0 ? 'no' : 'yes',
      networks: networks.join('\n'),
      hasNetworks: networks.length === 0 ? 'no' : 'yes',
    }
    say(draft, 'desk-state', params, at(thread))
  },
  notice: notice,
  figures(draft, { rest, thread }) {
    ask(draft, rest, 'picture', thread)
  },
  export(draft, { rest, thread }) {
    ask(draft, rest, 'csv', thread)
  },
  help(draft, { thread }) {
    const { texts, language } = draft.env
    const lines = deskCommands.map(
      (id) =>
        `/${texts.say(language, null, `command-desk-${id}.name`)}: ${texts.say(language, null, `command-desk-${id}`)}`,
    )
    say(draft, 'desk-help', { lines: lines.join('\n') }, at(thread))
  },
}

/** "/aviso cia El CIA no abre", "/aviso cia fin", "/aviso": what stands, and how to write one. */
function notice(draft: Draft, { rest, thread }: Asked): void {
  const [wanted = '', ...words] = rest.split(/\s+/)
  const portal = portalsOf(draft).find((id) => id === wanted.toLowerCase())
  if (!portal) {
    const portals = portalsOf(draft).map((id) => `${id}: ${nameOf(draft, id)}`)
    const notices = standing(draft).map(([id, text]) => `${id}: ${text}`)
    return say(
      draft,
      'desk-notice-how',
      { portals: portals.join('\n'), notices: notices.join('\n'), hasNotices: notices.length === 0 ? 'no' : 'yes' },
      at(thread),
    )
  }
  const text = words.join(' ')
  if (text.toLowerCase() === word(draft, '', 'desk-notice-end')) {
    if (standing(draft).some(([id]) => id === portal)) end(draft, portal)
    else say(draft, 'desk-notice-none', { portal: nameOf(draft, portal) }, at(thread))
  } else publish(draft, portal, maskIdentifiers(text))
}

function ask(draft: Draft, rest: string, form: 'picture' | 'csv', thread: string | undefined): void {
  const period = rest === '' ? 'term' : periodOf(draft, rest)
  if (period === undefined) return say(draft, 'desk-which-period', {}, at(thread))
  draft.effects.push({
    type: 'post',
    to: FIGURES,
    mail: { kind: 'figures', chat: FIGURES, period, form, ...(thread !== undefined && { thread }) },
  })
}

function periodOf(draft: Draft, name: string) {
  return periods.find((id) => plain(word(draft, '', `period-${id}`)) === plain(name))
}

function actsOf(draft: Draft, entry: Case): string {
  const calendar = draft.env.calendar(entry.flow)
  return entry.acts
    .slice(-MOST_ACTS)
    .map(({ at: when, who, act }) => {
      const [, month = '', day = ''] = calendar.day(when).split('-')
      return `${day}/${month} ${calendar.time(when)} ${who === '' ? '·' : who}: ${actOf(draft, entry, act)}`
    })
    .join('\n')
}

/** An act in words; what it was done with, by its name for people. */
function actOf(draft: Draft, { flow }: Case, act: string): string {
  const { texts, language } = draft.env
  const [kind = '', ...more] = act.startsWith('//') ? ['note', act.slice(2)] : act.split(' ')
  const rest = more.join(' ').trim()
  const names: Record<string, string> = {
    resolve: `outcome-${rest}`,
    refer: `referral-${rest}`,
    answer: `canned-${rest}.name`,
  }
  const name = names[kind] ?? ''
  const isNamed = texts.has(language, flow, name) || texts.has(language, null, name)
  const key = [`act-${kind}-${rest}`, `act-${kind}`].find((one) => texts.has(language, null, one))
  if (key === undefined) return act
  return word(draft, flow, key, { rest: isNamed ? word(draft, flow, name) : rest, hasRest: rest === '' ? 'no' : 'yes' })
}

function at(thread: string | undefined): { thread?: string } {
  return thread === undefined ? {} : { thread }
}

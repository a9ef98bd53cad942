import type { FlowEvent } from '../flow.ts'
import { type NssReading, nssYear } from '../identifiers/nss.ts'
import type { Context } from './context.ts'
import { assign, cancel, escalate, procedure, say } from './procedure.ts'

type Heard = { context: Context; event: FlowEvent }

function reading(event: FlowEvent): NssReading {
  return event.type === 'answer.nss' ? event.reading : null
}

const isGood = ({ event }: Heard) => {
  const read = reading(event)
  return read?.ok === true && !read.warnings.includes('zeros')
}
const startsWithZeros = ({ event }: Heard) => reading(event)?.ok === true
const missesZero = ({ event }: Heard) => {
  const read = reading(event)
  return read?.ok === false && read.reason === 'ten' && read.padded
}
const isRepairable = ({ event }: Heard) => {
  const read = reading(event)
  return read?.ok === false && read.reason === 'letters' && read.repaired !== undefined
}
/** The same number again: a slip of the pen repeats less often than an odd number from the IMSS (FACTS §1.5). */
const isInsisted = ({ context, event }: Heard) => {
  const read = reading(event)
  return read?.ok === false && read.reason === 'check-digit' && context.tries.includes(read.digits)
}
const countsAsFailure = (read: NssReading) => read?.ok === false && read.reason !== 'curp'
const isCalm = (event: FlowEvent) => event.type === 'answer.nss' && event.calm === true
const isThirdFailure = ({ context, event }: Heard) => {
  const read = reading(event)
  return (
    read?.ok === false && countsAsFailure(read) && !isCalm(event) && distinct(context.tries, read.digits).length >= 3
  )
}

const hold = assign({
  nssCandidate: ({ event }) => {
    const read = reading(event)
    if (read === null) return null
    if (read.ok) return read.nss
    if (read.reason === 'ten') return `0${read.digits}`
    if (read.reason === 'letters') return read.repaired ?? null
    return read.digits
  },
})
const count = assign({
  tries: ({ context, event }) => {
    const read = reading(event)
    if (read?.ok !== false || !countsAsFailure(read)) return context.tries
    // What was typed is remembered, for whoever insists, but nothing adds up.
    return isCalm(event) ? [read.digits] : distinct(context.tries, read.digits)
  },
  lastReason: ({ context, event }) => {
    const read = reading(event)
    return read?.ok === false ? `nss-${read.reason}` : context.lastReason
  },
})
const keep = assign({ nss: ({ context }) => context.nssCandidate, nssCandidate: null, tries: [], lastReason: null })
const drop = assign({ nssCandidate: null })
const sayWhatIsWrong = {
  type: 'say' as const,
  params: ({ event }: Heard) => {
    const read = reading(event)
    const reason = read?.ok === false ? read.reason : 'short'
    const isStudentId = read?.ok === false && reason === 'check-digit' && read.digits.startsWith('0000')
    return { key: `nss-bad-${isStudentId ? 'student-id' : reason}`, copy: [] }
  },
}

/** The year inside the NSS against the CURP's: only ever a question, the field can be old or wrong (FACTS §3). */
const yearsDisagree = ({ context }: { context: Context }) => {
  const nss = context.nssCandidate ?? context.nss
  return nss !== null && context.curp !== null && nssYear(nss) !== context.curp.birth.slice(2, 4)
}

/** Nothing is read or kept before consent. */
const notAsked = ({ context }: Heard) => context.consent === null

const understood = [
  { guard: 'mayNotKeep' as const, actions: say('identifier-not-kept') },
  { guard: notAsked, target: '#consent', actions: [assign({ purpose: 'nss' }), say('consent-first')] },
  { guard: isGood, target: '#nss.weigh', actions: hold },
  { guard: startsWithZeros, target: '#nss.zeros', actions: hold },
  { guard: missesZero, target: '#nss.ten', actions: [hold, count] },
  { guard: isInsisted, target: '#nss.insist', actions: hold },
  { guard: isRepairable, target: '#nss.repair', actions: [hold, count] },
  { guard: isThirdFailure, target: '#nss.stuck', actions: [sayWhatIsWrong, count] },
]
/** What is wrong is said and the question stands. */
const answers = [...understood, { actions: [sayWhatIsWrong, count] }]
/** The same where the question was about a number typed before. */
const newAnswers = [...understood, { target: '#nss.capture', actions: [sayWhatIsWrong, count] }]

/** Step 4: eleven digits, well written; never "correct". */
export const nss = procedure.createStateConfig({
  id: 'nss',
  initial: 'gate',
  exit: cancel(['nss']),
  on: { 'topic.skip-number': { target: '#request', actions: say('nss-skipped') } },
  states: {
    gate: {
      always: [
        { guard: 'mayKeep', target: 'ask' },
        { guard: 'mayNotKeep', target: 'alone' },
        { target: '#consent', actions: assign({ purpose: 'nss' }) },
      ],
    },
    /** After a CURP: with an NSS already there this was a correction, so both are compared again and handed back. */
    check: {
      always: [
        { guard: ({ context }) => context.nss === null, target: 'gate' },
        { guard: yearsDisagree, target: 'year', actions: assign({ nssCandidate: ({ context }) => context.nss }) },
        { target: '#request' },
      ],
    },
    ask: {
      on: {
        'answer.nss': answers,
        'choice.known': 'capture',
        'choice.unknown': 'find',
        'choice.skip': { target: '#request', actions: say('nss-skipped') },
      },
    },
    capture: {
      on: {
        'answer.nss': answers,
        'choice.unknown': 'find',
        'choice.skip': { target: '#request', actions: say('nss-skipped') },
      },
    },
    weigh: {
      always: [
        { guard: yearsDisagree, target: 'year' },
        { target: '#request', actions: [keep, say('nss-kept')] },
      ],
    },
    zeros: {
      meta: { anew: 'nss.capture' },
      on: {
        'choice.from-imss': 'weigh',
        'choice.student-id': { target: 'capture', actions: [drop, say('nss-not-student-id')] },
      },
    },
    ten: {
      meta: { anew: 'nss.capture' },
      on: {
        'answer.nss': newAnswers,
        'choice.zero': 'weigh',
        'choice.retype': { target: 'capture', actions: drop },
      },
    },
    repair: {
      meta: { anew: 'nss.capture' },
      on: {
        'answer.nss': newAnswers,
        'choice.use': 'weigh',
        'choice.retype': { target: 'capture', actions: drop },
      },
    },
    insist: {
      meta: { anew: 'nss.capture' },
      on: {
        'choice.copied': { target: '#request', actions: [keep, say('nss-kept-with-doubt')] },
        'choice.retype': { target: 'capture', actions: drop },
      },
    },
    year: {
      meta: { anew: 'nss.capture' },
      on: {
        'choice.mine': { target: '#request', actions: [keep, say('nss-kept')] },
        'choice.parents': { target: 'find', actions: [drop, assign({ nss: null }), say('nss-not-parents')] },
        'choice.retype': { target: 'capture', actions: [drop, assign({ nss: null })] },
      },
    },
    stuck: {
      on: {
        'answer.nss': answers,
        'choice.person': { target: 'desk', actions: escalate('nss-failed') },
        'choice.retype': { target: 'capture', actions: assign({ tries: [] }) },
        'choice.skip': { target: '#request', actions: say('nss-skipped') },
      },
    },
    find: {
      on: {
        'answer.nss': answers,
        'choice.got': 'capture',
        'choice.problem': 'problem',
        'choice.remind': { guard: ({ context }) => !context.nssReminded, target: 'remind' },
        'choice.skip': { target: '#request', actions: say('nss-skipped') },
      },
    },
    problem: {
      on: {
        'answer.nss': answers,
        'choice.got': 'capture',
        'choice.person': { target: 'desk', actions: escalate('nss-page') },
      },
    },
    /** One reminder, once, and only with consent. */
    remind: {
      always: [
        {
          guard: 'mayKeep',
          target: 'later',
          actions: [
            assign({ nssReminded: true }),
            {
              type: 'schedule' as const,
              params: {
                timer: 'nss',
                due: { businessDays: 1, from: 'today', calendar: 'base' as const, time: '09:00' },
                reminder: true,
              },
            },
          ],
        },
        {
          guard: 'mayNotKeep',
          target: 'find',
          actions: [assign({ nssReminded: true }), say('reminder-needs-consent')],
        },
        { target: '#consent', actions: assign({ purpose: 'nss-reminder' }) },
      ],
    },
    later: {
      on: {
        'answer.nss': answers,
        'timer.nss': 'reminded',
        'choice.got': 'capture',
        'choice.problem': 'problem',
      },
    },
    reminded: {
      on: {
        'answer.nss': answers,
        'choice.got': 'capture',
        'choice.not-yet': { target: 'find', actions: say('nss-not-yet') },
        'choice.problem': 'problem',
      },
    },
    desk: {
      on: {
        'answer.nss': answers,
        'choice.got': 'capture',
        'choice.skip': { target: '#request', actions: say('nss-skipped') },
      },
    },
    /** Without consent: the same step, nothing captured. */
    alone: {
      on: {
        'choice.have': '#request',
        'choice.unknown': 'find',
      },
    },
  },
})

function distinct(tries: readonly string[], typed: string): string[] {
  return [...new Set([...tries, typed])].slice(-5)
}

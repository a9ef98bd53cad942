import type { FlowEvent } from '../flow.ts'
import type { CurpReading } from '../identifiers/curp.ts'
import type { Context } from './context.ts'
import { assign, escalate, procedure, say } from './procedure.ts'

type Heard = { context: Context; event: FlowEvent }

function reading(event: FlowEvent): CurpReading {
  return event.type === 'answer.curp' ? event.reading : null
}

const isGood = ({ event }: Heard) => reading(event)?.ok === true

/** A zero for the letter O in position 17 makes another century and the check digit does not notice (FACTS §2.3). */
const isOddAge = ({ event }: Heard) => {
  const read = reading(event)
  return read?.ok === true && read.warnings.includes('age')
}

const isRepairable = ({ event }: Heard) => {
  const read = reading(event)
  return read?.ok === false && read.repaired !== null
}

/** The same CURP again, only its check digit wrong: the student may be right (FACTS §2.3). */
const isInsisted = ({ context, event }: Heard) => {
  const read = reading(event)
  return read?.ok === false && read.reason === 'check-digit' && context.tries.includes(read.typed)
}

const isThirdFailure = ({ context, event }: Heard) => {
  const read = reading(event)
  return read?.ok === false && read.reason !== 'nss' && distinct(context.tries, read.typed).length >= 3
}

const hold = assign({
  curpCandidate: ({ event }) => {
    const read = reading(event)
    if (read === null) return null
    if (read.ok || read.reason === 'check-digit') {
      const curp = read.ok ? read.curp : read.typed
      return { curp, birth: read.birth, state: read.state, sex: read.sex }
    }
    return null
  },
})

const count = assign({
  tries: ({ context, event }) => {
    const read = reading(event)
    return read?.ok === false && read.reason !== 'nss' ? distinct(context.tries, read.typed) : context.tries
  },
  lastReason: ({ context, event }) => {
    const read = reading(event)
    return read?.ok === false ? `curp-${read.reason}` : context.lastReason
  },
})

const keep = assign({
  curp: ({ context }) => context.curpCandidate,
  curpCandidate: null,
  tries: [],
  lastReason: null,
})

const sayWhatIsWrong = {
  type: 'say' as const,
  params: ({ event }: Heard) => {
    const read = reading(event)
    return { key: `curp-bad-${read?.ok === false ? read.reason : 'shape'}`, copy: [] }
  },
}

/** Nothing is read or kept before consent. */
const notAsked = ({ context }: Heard) => context.consent === null

const answers = [
  { guard: 'mayNotKeep' as const, actions: say('identifier-not-kept') },
  { guard: notAsked, target: '#consent', actions: [assign({ purpose: 'curp' }), say('consent-first')] },
  { guard: isOddAge, target: '#curp.confirm', actions: [hold, say('curp-odd-age')] },
  { guard: isGood, target: '#curp.confirm', actions: hold },
  { guard: isInsisted, target: '#curp.insist', actions: hold },
  { guard: isRepairable, target: '#curp.repair', actions: [count, holdRepaired()] },
  { guard: isThirdFailure, target: '#curp.stuck', actions: [sayWhatIsWrong, count] },
  { target: '#curp.capture', actions: [sayWhatIsWrong, count] },
]

/** Step 3: the IMSS asks for the CURP first. Being well written is all we can tell of it. */
export const curp = procedure.createStateConfig({
  id: 'curp',
  initial: 'gate',
  on: { 'topic.skip-number': { target: '#nss', actions: say('curp-skipped') } },
  states: {
    gate: {
      always: [
        { guard: 'mayKeep', target: 'capture' },
        { guard: 'mayNotKeep', target: 'alone' },
        { target: '#consent', actions: assign({ purpose: 'curp' }) },
      ],
    },
    capture: {
      on: {
        'answer.curp': answers,
        'choice.where': { actions: say('curp-where') },
        'choice.none': { target: 'none', actions: escalate('no-curp') },
        'choice.skip': { target: '#nss', actions: say('curp-skipped') },
      },
    },
    confirm: {
      meta: { anew: 'curp.capture' },
      on: {
        'choice.mine': { target: '#nss.check', actions: keep },
        'choice.wrong': { target: 'capture', actions: assign({ curpCandidate: null }) },
      },
    },
    /** A zero for an O or the like: offered, never applied. */
    repair: {
      meta: { anew: 'curp.capture' },
      on: {
        'answer.curp': answers,
        'choice.use': { target: 'confirm' },
        'choice.retype': { target: 'capture', actions: assign({ curpCandidate: null }) },
      },
    },
    insist: {
      meta: { anew: 'curp.capture' },
      on: {
        'choice.copied': { target: '#nss.check', actions: [keep, say('curp-kept-with-doubt')] },
        'choice.retype': { target: 'capture', actions: assign({ curpCandidate: null }) },
      },
    },
    stuck: {
      on: {
        'answer.curp': answers,
        'choice.person': { target: 'none', actions: escalate('curp-failed') },
        'choice.retype': { target: 'capture', actions: assign({ tries: [] }) },
        'choice.skip': { target: '#nss', actions: say('curp-skipped') },
      },
    },
    none: {
      on: {
        'answer.curp': answers,
        'choice.have': 'capture',
        'choice.skip': { target: '#nss', actions: say('curp-skipped') },
      },
    },
    /** Without consent: the same step, nothing captured. */
    alone: {
      on: {
        'choice.have': '#nss',
        'choice.none': { target: 'none', actions: escalate('no-curp') },
      },
    },
  },
})

function holdRepaired() {
  return assign({
    curpCandidate: ({ event }) => {
      const read = reading(event)
      if (read?.ok !== false || read.repaired === null) return null
      return read.repaired
    },
  })
}

function distinct(tries: readonly string[], typed: string): string[] {
  return [...new Set([...tries, typed])].slice(-5)
}

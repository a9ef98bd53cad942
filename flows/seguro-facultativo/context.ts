import { z } from 'zod'
import type { Param, Params } from '../flow.ts'
import { maskCurp, maskNss } from '../identifiers/mask.ts'
import { contacts, hours, links, privacy } from './institution.ts'

/** A real day of our times: counting from anything else need not end. */
const day = z.iso.date().refine((value) => value.startsWith('20'))
/** Milliseconds that a date can be made of. */
const instant = z.number().min(0).max(8.64e15)

const curp = z.object({ curp: z.string(), birth: z.iso.date(), state: z.string(), sex: z.enum(['H', 'M', 'X']) })

/** What consent was asked for, so that the student goes on from there. */
export const purpose = z.enum(['curp', 'nss', 'date', 'nss-reminder', 'clinic-reminder'])

export const contextSchema = z.object({
  consent: z.object({ given: z.boolean(), version: z.string(), at: instant }).nullable(),
  purpose: purpose.nullable(),
  curp: curp.nullable(),
  nss: z.string().nullable(),
  /** A CURP or NSS that was read but waits for a yes. */
  curpCandidate: curp.nullable(),
  nssCandidate: z.string().nullable(),
  /** Different things typed that did not pass; three of them and a person is offered. */
  tries: z.array(z.string()),
  /** Why the last of them did not pass, for the card. */
  lastReason: z.string().nullable(),
  saved: z.boolean(),
  savedOn: day.nullable(),
  phase: z.enum(['early', 'window', 'late']).nullable(),
  /** Said between midnight and five: one of these two days. */
  night: z.object({ earlier: day, later: day }).nullable(),
  reminders: z.boolean(),
  nssReminded: z.boolean(),
  /** Arrived with an insurance of before: the constancia decides whether to start at all. */
  hadBefore: z.boolean(),
  right: z.boolean().nullable(),
})

export type Context = z.infer<typeof contextSchema>

export const fresh: Context = {
  consent: null,
  purpose: null,
  curp: null,
  nss: null,
  curpCandidate: null,
  nssCandidate: null,
  tries: [],
  lastReason: null,
  saved: false,
  savedOn: null,
  phase: null,
  night: null,
  reminders: false,
  nssReminded: false,
  hadBefore: false,
  right: null,
}

/** Without whatever tells who the student is, what did not pass included. */
export function withoutIdentifiers(context: Context): Context {
  const { nss, curp, nssCandidate, curpCandidate, tries, lastReason } = fresh
  return { ...context, nss, curp, nssCandidate, curpCandidate, tries, lastReason }
}

/** What the texts may mention of the institution: the same for everyone. */
const institution: Params = {
  ...links,
  ...contacts,
  ...hours,
  ...privacy,
  hasResponsible: yesNo(privacy.responsible !== ''),
  hasNotice: yesNo(privacy.noticeUrl !== ''),
}

/** What the texts may mention. */
export function facts(context: Context): Params {
  const shown = context.curpCandidate ?? context.curp
  const known: Record<string, Param> = { ...institution }
  known.consent = context.consent === null ? 'unasked' : context.consent.given ? 'given' : 'declined'
  if (context.consent) known.consentOn = { at: context.consent.at }
  known.nss = context.nss ?? ''
  known.nssCandidate = context.nssCandidate ?? ''
  known.nssMasked = context.nss === null ? '' : maskNss(context.nss)
  known.curp = context.curp?.curp ?? ''
  known.curpCandidate = context.curpCandidate?.curp ?? ''
  known.curpMasked = context.curp === null ? '' : maskCurp(context.curp.curp)
  if (shown) {
    known.birth = { day: shown.birth, weekday: false }
    known.birthState = shown.state
  }
  known.hasNss = yesNo(context.nss !== null)
  known.hasCurp = yesNo(context.curp !== null)
  known.phase = context.phase ?? 'unknown'
  known.reminders = context.reminders ? 'on' : 'off'
  known.hasDate = yesNo(context.savedOn !== null)
  if (context.savedOn !== null) {
    known.savedOn = { day: context.savedOn }
    known.windowOpens = { businessDays: 2, from: context.savedOn, calendar: 'base' }
    known.windowCloses = { businessDays: 5, from: context.savedOn, calendar: 'extended' }
  }
  if (context.night) {
    known.earlier = { day: context.night.earlier }
    known.later = { day: context.night.later }
  }
  return known
}

/** What the desk's card may show: masked, or nothing. */
export function cardFacts(context: Context): Params {
  const { nssMasked, curpMasked, hasNss, hasCurp, hasDate, savedOn, windowCloses, phase } = facts(context)
  return {
    tries: context.tries.length,
    lastReason: context.lastReason ?? 'none',
    ...(nssMasked !== undefined && { nssMasked }),
    ...(curpMasked !== undefined && { curpMasked }),
    ...(hasNss !== undefined && { hasNss }),
    ...(hasCurp !== undefined && { hasCurp }),
    ...(hasDate !== undefined && { hasDate }),
    ...(savedOn !== undefined && { savedOn }),
    ...(windowCloses !== undefined && { windowCloses }),
    ...(phase !== undefined && { phase }),
  }
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no'
}

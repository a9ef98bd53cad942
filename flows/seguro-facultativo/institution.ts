/**
 * What belongs to ITSON rather than to the procedure: change it here when the university does. Everything comes from the guide
 * it hands out (the seed) or is marked as not given. Texts live in locales/, these are the values inside them.
 */
import type { CalendarData, DeskData, Params } from '../flow.ts'

const imss = 'https://serviciosdigitales.imss.gob.mx'

export const links = {
  ciaUrl: 'https://www.itson.mx/cia',
  // The printed guide's link carries somebody's session id; this is the bare page (FACTS §0).
  nssUrl: `${imss}/gestionAsegurados-web-externo/asignacionNSS`,
  vigenciaUrl: `${imss}/gestionAsegurados-web-externo/vigencia`,
  umfUrl: `${imss}/portal-ciudadano-web-externo/derechohabientes/tramite/registro`,
  curpUrl: 'https://www.gob.mx/curp/',
} satisfies Params

/** Contacts as the guide prints them; landlines are odd there (8 and 11 digits) and are shown only when asked for, never linked. */
export const contacts = {
  mailNainari: 'mesadeayuda@itson.edu.mx',
  whatsappNainari1: '644 420 7351',
  whatsappNainari2: '644 161 7836',
  /** How many of them there are: fewer where one is the bot's own. */
  whatsappsNainari: 2,
  phoneNainari: '6444-410-90-04',
  mailNavojoa: 'escolar.nav@itson.edu.mx',
  phoneNavojoa: '64225929 Ext. 5135',
} satisfies Params

/** The guide gives hours but no days; `days` stays "unconfirmed" until the university says which ("weekdays"). */
export const hours: { opens: string; closes: string; days: 'unconfirmed' | 'weekdays' } = {
  opens: '8:00 a.m.',
  closes: '4:00 p.m.',
  days: 'unconfirmed',
}

/** Who answers for the data, and where the full privacy notice is. Empty means not settled yet: the notice says so and start-up warns. */
export const privacy: { responsible: string; noticeUrl: string; version: string } = {
  responsible: '',
  noticeUrl: '',
  version: '1',
}

/** Two campuses have contacts in the guide; for the others it gives none, and neither do we. */
export const campuses = ['nainari', 'navojoa', 'other'] as const

/**
 * Days off besides Saturdays, Sundays and article 74 of the LFT (computed in the calendar). `certain: false` delays only "report it",
 * never "look it up", so a guess here can never make a student complain too early (FACTS §4.4).
 */
export const calendar: CalendarData = {
  zone: 'America/Hermosillo',
  closures: [
    { from: '2026-04-02', to: '2026-04-03', name: 'Jueves y Viernes Santo', certain: false },
    { from: '2027-03-25', to: '2027-03-26', name: 'Jueves y Viernes Santo', certain: false },
    { from: '2026-11-02', to: '2026-11-02', name: 'Día de Muertos', certain: false },
    { from: '2027-11-02', to: '2027-11-02', name: 'Día de Muertos', certain: false },
    { from: '2027-05-05', to: '2027-05-05', name: 'Batalla de Puebla', certain: false },
  ],
}

/**
 * The help desk. The guide gives its hours and no days, so weekdays are only assumed until `hours.days` says they are right.
 * Targets are ours, to be settled with the people who answer.
 */
export const desk: DeskData = {
  hours: {
    weekly: [{ days: [1, 2, 3, 4, 5], opens: '08:00', closes: '16:00' }],
    daysCertain: hours.days === 'weekdays',
    exceptions: [],
  },
  targets: { firstAnswer: 2 * 60, resolution: 16 * 60 },
  silence: 4 * 60,
  patience: 5,
  referrals: [{ id: 'navojoa', mail: contacts.mailNavojoa, followUp: 3 }],
  outcomes: ['data-corrected', 'active', 'not-eligible', 'other'],
  landings: {
    prerequisites: 'prerequisites.ask',
    curp: 'curp.capture',
    nss: 'nss.ask',
    request: 'request.form',
    waiting: 'waiting.date',
    vigencia: 'vigencia.page',
    clinic: 'clinic.page',
  },
  portals: {
    'nss.problem': 'imss-nss',
    'request.error': 'cia',
    'vigencia.error': 'imss-vigencia',
    'clinic.problem': 'imss-clinic',
  },
}

/** Institution data that is still missing, for the warning at start-up. */
export function missing(): string[] {
  return [
    ...(privacy.responsible === '' ? ['privacy.responsible'] : []),
    ...(privacy.noticeUrl === '' ? ['privacy.noticeUrl'] : []),
    ...(hours.days === 'unconfirmed' ? ['hours.days'] : []),
  ]
}

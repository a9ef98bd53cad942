import { z } from 'zod'
import { isWebAddress, withoutSlash } from './addresses.ts'
import { notes } from './notes.ts'

const API_ROOT = 'https://graph.facebook.com/v23.0'
const NOT_HOURS = 'is not a number of hours; write one from 0 to 168'
const NOT_A_CAP = 'is not a number of messages; write one from 1 to 100000'

/** Both ways of serving WhatsApp: as a linked device of an ordinary number, and by the Cloud API of Meta. */
export const whatsapp = {
  WHATSAPP: z
    .enum(['baileys', 'cloud'], 'is not a way to serve WhatsApp; write baileys or cloud')
    .optional()
    .register(notes, {
      meaning:
        'Serves WhatsApp: baileys links the number of a phone, unofficially (needs an optional package whose libsignal is GPL-3.0); cloud uses the official API of Meta.',
      example: 'baileys',
    }),
  WHATSAPP_NUMBER: z
    .string()
    .regex(/^[1-9]\d{7,14}$/, 'is not a telephone number; write its digits alone, with the country code')
    .optional()
    .register(notes, {
      meaning:
        'With baileys: links by a code typed into the phone of this number (digits, with the country code) instead of a QR.',
      example: '',
    }),
  WHATSAPP_QUIET_HOURS: wholeNumber(0, 168, NOT_HOURS).default(12).register(notes, {
    meaning: 'With baileys: how many hours the bot keeps quiet in a chat where staff wrote by hand.',
    example: '12',
  }),
  WHATSAPP_DAILY_CAP: wholeNumber(1, 100_000, NOT_A_CAP).default(1000).register(notes, {
    meaning: 'With baileys: how many messages may go out in a day, emergencies apart. A new number begins with fewer.',
    example: '1000',
  }),
  WHATSAPP_CLOUD_TOKEN: z
    .string()
    .regex(/^[\w.|-]{20,1000}$/, 'is not an access token; copy it whole from the system user of the business')
    .optional()
    .register(notes, {
      meaning: 'Secret. With cloud: access token of a system user, one that does not expire.',
      example: '',
    }),
  WHATSAPP_CLOUD_NUMBER_ID: z
    .string()
    .regex(/^\d{5,25}$/, 'is not the id of a number; copy "Phone number ID" from the page of the app, digits only')
    .optional()
    .register(notes, { meaning: 'With cloud: "Phone number ID" of the number, which is not the number.', example: '' }),
  WHATSAPP_CLOUD_APP_SECRET: z
    .string()
    .regex(
      /^[0-9a-f]{32}$/i,
      'is not an app secret; copy it from the basic settings of the app: 32 characters, 0-9 and a-f',
    )
    .optional()
    .register(notes, { meaning: 'Secret. With cloud: app secret, by which Meta signs what it delivers.', example: '' }),
  WHATSAPP_CLOUD_VERIFY_TOKEN: z
    .string()
    .regex(/^[\w-]*$/, 'has a character that may not be; use only A-Z, a-z, 0-9, _ and - (openssl rand -hex 32)')
    .min(32, 'is too short to be safe; use 32 characters or more (openssl rand -hex 32)')
    .max(256, 'is too long; use 256 characters or fewer (openssl rand -hex 32)')
    .optional()
    .register(notes, {
      meaning:
        'Secret. With cloud: 32 to 256 characters (openssl rand -hex 32), to be given to Meta with the address of the webhook.',
      example: '',
    }),
  WHATSAPP_CLOUD_API_ROOT: z
    .string()
    .refine(isWebAddress, `is not a web address; leave it out for ${API_ROOT}`)
    .transform(withoutSlash)
    .default(API_ROOT)
    .register(notes, { meaning: 'With cloud: where the Graph API answers, with its version.', example: '' }),
  WHATSAPP_CLOUD_TEMPLATE: z
    .string()
    .regex(
      /^[a-z0-9_]{1,512}:[a-z]{2,3}(?:_[A-Z]{2})?$/,
      'is not a template; write its name and language like aviso:es_MX',
    )
    .transform((text) => {
      const [name = '', language = ''] = text.split(':')
      return { name, language }
    })
    .optional()
    .register(notes, {
      meaning:
        'With cloud: approved template without parameters (<name>:<language>) for whoever last wrote more than 24 hours ago. Without it they are not written to.',
      example: '',
    }),
}

/** What the Cloud API cannot do without. */
export const cloudNeeds = [
  'WHATSAPP_CLOUD_TOKEN',
  'WHATSAPP_CLOUD_NUMBER_ID',
  'WHATSAPP_CLOUD_APP_SECRET',
  'WHATSAPP_CLOUD_VERIFY_TOKEN',
] as const

function wholeNumber(least: number, most: number, wrong: string) {
  return z
    .string()
    .regex(/^\d{1,6}$/, wrong)
    .transform(Number)
    .refine((value) => value >= least && value <= most, wrong)
}

/** What every process of ours begins with. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flows } from '../../flows/index.ts'
import { systemClock } from '../clock.ts'
import { loadLanguages } from '../languages.ts'
import { loadTexts } from '../texts.ts'

/** The checkout: this file runs as dist/src/main/given.js. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const LOCALES = join(ROOT, 'locales')
export const FIRST_LANGUAGE = 'es'

const flowIds = flows.map(({ id }) => id)
export const texts = loadTexts([LOCALES], flowIds)
export const languages = loadLanguages(LOCALES, texts.languages, flowIds)
export const clock = systemClock()

export function fail(message: string): never {
  throw new Error(message)
}

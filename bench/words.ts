import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flows } from '../flows/index.ts'
import { loadTexts, type Texts } from '../src/texts.ts'
import { compileLanguage, type Language } from '../src/understanding/understanding.ts'

/** The checkout: this file runs as dist/bench/words.js. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LOCALES = join(ROOT, 'locales')

/** The real procedures and the real words, as main.ts loads them. */
export function loadWords(): { flows: typeof flows; texts: Texts; languages: ReadonlyMap<string, Language> } {
  const texts = loadTexts(
    [LOCALES],
    flows.map(({ id }) => id),
  )
  return { flows, texts, languages: new Map(texts.languages.map((language) => [language, loadLanguage(language)])) }
}

function loadLanguage(name: string): Language {
  const files = readdirSync(join(LOCALES, name))
  const read = (file: string): string => (files.includes(file) ? readFileSync(join(LOCALES, name, file), 'utf8') : '')
  return compileLanguage({
    language: JSON.parse(read('language.json')),
    commands: read('bot.phrases.txt'),
    topics: Object.fromEntries(flows.map(({ id }) => [id, read(`${id}.phrases.txt`)])),
  })
}

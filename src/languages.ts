import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileLanguage, type Language } from './understanding/understanding.ts'

/** How people of each language write, from the folders of `locales/`. */
export function loadLanguages(
  locales: string,
  names: readonly string[],
  flows: readonly string[],
): ReadonlyMap<string, Language> {
  return new Map(names.map((name) => [name, loadLanguage(join(locales, name), flows)]))
}

function loadLanguage(folder: string, flows: readonly string[]): Language {
  const files = readdirSync(folder)
  const read = (file: string): string => (files.includes(file) ? readFileSync(join(folder, file), 'utf8') : '')
  return compileLanguage({
    language: JSON.parse(read('language.json')),
    commands: read('bot.phrases.txt'),
    topics: Object.fromEntries(flows.map((id) => [id, read(`${id}.phrases.txt`)])),
  })
}

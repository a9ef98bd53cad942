import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Flow } from '../flows/flow.ts'
import { flows } from '../flows/index.ts'
import type { Log } from '../src/log.ts'
import { loadTexts, type Texts } from '../src/texts.ts'
import { compileLanguage, type Language } from '../src/understanding/understanding.ts'

export interface Words {
  flows: readonly Flow[]
  texts: Texts
  languages: ReadonlyMap<string, Language>
}

const LOCALES = new URL('../locales/', import.meta.url).pathname

/** The real words of the repository, for a list of flows (theirs may come from a folder of the test's). */
export function loadWords(more: { flows: readonly Flow[]; dir: string } | null = null): Words {
  const all = [...flows, ...(more?.flows ?? [])]
  const dirs = [LOCALES, ...(more ? [more.dir] : [])]
  const texts = loadTexts(
    dirs,
    all.map(({ id }) => id),
  )
  const languages = new Map(readdirSync(LOCALES).map((name) => [name, loadLanguage(dirs, name, all)]))
  return { flows: all, texts, languages }
}

function loadLanguage(dirs: readonly string[], name: string, all: readonly Flow[]): Language {
  const read = (file: string): string => {
    for (const dir of dirs) {
      const found = readdirSync(join(dir, name)).includes(file)
      if (found) return readFileSync(join(dir, name, file), 'utf8')
    }
    return ''
  }
  return compileLanguage({
    language: JSON.parse(read('language.json')),
    commands: read('bot.phrases.txt'),
    topics: Object.fromEntries(all.map(({ id }) => [id, read(`${id}.phrases.txt`)])),
  })
}

const silent = (): void => {}
export const quietLog: Log = { debug: silent, info: silent, warn: silent, error: silent }

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { literal } from './message.ts'

/** The words of every language. A key is a message ("nss-capture") or one of its attributes ("nss-capture.short"). */
export interface Texts {
  readonly languages: readonly string[]
  /** The language to speak to someone whose network says `wanted` ("en-US"). */
  match(wanted: string | undefined): string
  /** `scope` is a flow's id, or null for the bot's own; a flow's words come before the bot's. */
  has(language: string, scope: string | null, key: string): boolean
  /** The text, with values put in; a missing text is its key in angle marks, which a test makes impossible. */
  say(language: string, scope: string | null, key: string, values?: Readonly<Record<string, string | number>>): string
  /** All messages without placeables of a scope: for the simulator's page. */
  all(language: string, scope: string | null): Record<string, string>
}

type Bundles = Map<string, { bundle: FluentBundle; plain: Record<string, string> }>

/** The bot's own words: every file that is no flow's. */
const OWN = ''

/** Reads `<dir>/<language>/<flow id>[.part].ftl` for the flows named, everything else as the bot's own. Later folders add to earlier ones. */
export function loadTexts(dirs: readonly string[], flowIds: readonly string[]): Texts {
  const byLanguage = new Map<string, Bundles>()
  for (const dir of dirs) {
    for (const language of readdirSync(dir)) {
      const bundles: Bundles = byLanguage.get(language) ?? new Map()
      byLanguage.set(language, bundles)
      for (const file of readdirSync(join(dir, language)).filter((name) => name.endsWith('.ftl'))) {
        const name = file.slice(0, file.indexOf('.'))
        const scope = flowIds.includes(name) ? name : OWN
        const entry = bundles.get(scope) ?? { bundle: new FluentBundle(language, { useIsolating: false }), plain: {} }
        bundles.set(scope, entry)
        const resource = new FluentResource(readFileSync(join(dir, language, file), 'utf8'))
        entry.bundle.addResource(resource)
        for (const { id, value } of resource.body) if (typeof value === 'string') entry.plain[id] = value
      }
    }
  }
  // Mexican Spanish is where everything is written first, so it is what others fall back to.
  const first = 'es'
  const languages = [first, ...[...byLanguage.keys()].filter((language) => language !== first)]

  function find(language: string, scope: string | null, key: string) {
    for (const tongue of [language, first]) {
      const bundles = byLanguage.get(tongue)
      for (const entry of [scope === null ? undefined : bundles?.get(scope), bundles?.get(OWN)]) {
        const pattern = entry && patternOf(entry.bundle, key)
        if (entry && pattern) return { bundle: entry.bundle, pattern }
      }
    }
    return null
  }

  return {
    languages,
    match: (wanted) => languages.find((language) => wanted?.toLowerCase().startsWith(language)) ?? first,
    has: (language, scope, key) => find(language, scope, key) !== null,
    say(language, scope, key, values = {}) {
      const found = find(language, scope, key)
      if (!found) return `‹${key}›`
      const safe = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? literal(value) : value]),
      )
      return found.bundle.formatPattern(found.pattern, safe, [])
    },
    all: (language, scope) => byLanguage.get(language)?.get(scope ?? OWN)?.plain ?? {},
  }
}

function patternOf(bundle: FluentBundle, key: string) {
  const [id = '', attribute] = key.split('.')
  const message = bundle.getMessage(id)
  return attribute === undefined ? message?.value : message?.attributes[attribute]
}

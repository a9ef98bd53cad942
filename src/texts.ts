import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { literal } from './message.ts'

/** What a text may mention, by name; as a function it is only asked for what the text really mentions. */
export type Values = Readonly<Record<string, string | number>> | ((name: string) => string | number | undefined)

/** The words of every language. A key is a message ("nss-capture") or one of its attributes ("nss-capture.short"). */
export interface Texts {
  readonly languages: readonly string[]
  /** The language to speak to someone whose network says `wanted` ("en-US"). */
  match(wanted: string | undefined): string
  /** `scope` is a flow's id, or null for the bot's own; a flow's words come before the bot's. */
  has(language: string, scope: string | null, key: string): boolean
  /** The text, with values put in; a missing text is its key in angle marks, which a test makes impossible. */
  say(language: string, scope: string | null, key: string, values?: Values): string
  /** All messages without placeables of a scope: for the simulator's page. */
  all(language: string, scope: string | null): Record<string, string>
}

type Entry = FluentResource['body'][number]
type Pattern = NonNullable<Entry['value']>
type Element = Exclude<Pattern, string>[number]

interface Words {
  bundle: FluentBundle
  plain: Record<string, string>
  /** Messages and, with a hyphen in front, terms. */
  entries: Map<string, Entry>
}

/** One text: said as it is, or made with the values it mentions. */
type Text = string | { bundle: FluentBundle; pattern: Pattern; mentions: readonly string[] }

/** The bot's own words: every file that is no flow's. */
const OWN = ''

/** Reads `<dir>/<language>/<flow id>[.part].ftl` for the flows named, everything else as the bot's own. Later folders add to earlier ones. */
export function loadTexts(dirs: readonly string[], flowIds: readonly string[]): Texts {
  const byLanguage = new Map<string, Map<string, Words>>()
  for (const dir of dirs) {
    for (const language of readdirSync(dir)) {
      const scopes = byLanguage.get(language) ?? new Map<string, Words>()
      byLanguage.set(language, scopes)
      for (const file of readdirSync(join(dir, language)).filter((name) => name.endsWith('.ftl'))) {
        const name = file.slice(0, file.indexOf('.'))
        const scope = flowIds.includes(name) ? name : OWN
        const words = scopes.get(scope) ?? noWords(language)
        scopes.set(scope, words)
        addTo(words, new FluentResource(readFileSync(join(dir, language, file), 'utf8')))
      }
    }
  }
  // Mexican Spanish is where everything is written first, so it is what others fall back to.
  const first = 'es'
  const languages = [first, ...[...byLanguage.keys()].filter((language) => language !== first)]

  function seek(language: string, scope: string | null, key: string): Text | null {
    for (const tongue of [language, first]) {
      const scopes = byLanguage.get(tongue)
      for (const words of [scope === null ? undefined : scopes?.get(scope), scopes?.get(OWN)]) {
        const pattern = words && patternOf(words.bundle, key)
        if (words && pattern) return textOf(words, pattern)
      }
    }
    return null
  }

  const find = remembered(seek)
  return {
    languages,
    match: (wanted) => languages.find((language) => wanted?.toLowerCase().startsWith(language)) ?? first,
    has: (language, scope, key) => find(language, scope, key) !== null,
    say(language, scope, key, values = {}) {
      const text = find(language, scope, key) ?? `‹${key}›`
      return typeof text === 'string'
        ? text
        : text.bundle.formatPattern(text.pattern, chosen(text.mentions, values), [])
    },
    all: (language, scope) => byLanguage.get(language)?.get(scope ?? OWN)?.plain ?? {},
  }
}

function noWords(language: string): Words {
  return { bundle: new FluentBundle(language, { useIsolating: false }), plain: {}, entries: new Map() }
}

function addTo({ bundle, plain, entries }: Words, resource: FluentResource): void {
  bundle.addResource(resource)
  for (const entry of resource.body) {
    if (!entries.has(entry.id)) entries.set(entry.id, entry)
    if (typeof entry.value === 'string') plain[entry.id] = entry.value
  }
}

/** More than the texts a language has for one procedure. */
const MOST_TEXTS = 5000

/** A text is looked for once. */
function remembered(seek: (language: string, scope: string | null, key: string) => Text | null): typeof seek {
  const known = new Map<string, Map<string | null, Map<string, Text | null>>>()
  return (language, scope, key) => {
    const scopes = known.get(language) ?? new Map<string | null, Map<string, Text | null>>()
    const texts = scopes.get(scope) ?? new Map<string, Text | null>()
    const before = texts.get(key)
    if (before !== undefined) return before
    const text = seek(language, scope, key)
    if (texts.size === MOST_TEXTS) texts.clear()
    known.set(language, scopes.set(scope, texts.set(key, text)))
    return text
  }
}

function textOf(words: Words, pattern: Pattern): Text {
  const { bundle } = words
  const mentions = mentioned(words, pattern, new Set())
  return mentions.length === 0 ? bundle.formatPattern(pattern, {}, []) : { bundle, pattern, mentions }
}

/** The values a pattern mentions, itself or through what it refers to; too many do no harm. */
function mentioned(words: Words, pattern: Pattern, seen: Set<Pattern>): string[] {
  if (typeof pattern === 'string' || seen.has(pattern)) return []
  seen.add(pattern)
  const inEntry = (id: string): string[] => {
    const entry = words.entries.get(id)
    const patterns = entry ? [entry.value ?? '', ...Object.values(entry.attributes)] : []
    return patterns.flatMap((part) => mentioned(words, part, seen))
  }
  const inElement = (element: Element | { type: 'narg' }): string[] => {
    if (typeof element === 'string') return []
    if (element.type === 'var') return [element.name]
    if (element.type === 'mesg') return inEntry(element.name)
    if (element.type === 'term') return [...inEntry(`-${element.name}`), ...element.args.flatMap(inElement)]
    if (element.type === 'func') return element.args.flatMap(inElement)
    if (element.type !== 'select') return []
    return [...inElement(element.selector), ...element.variants.flatMap(({ value }) => mentioned(words, value, seen))]
  }
  return [...new Set(pattern.flatMap(inElement))]
}

/** The values mentioned, what people wrote made safe. */
function chosen(mentions: readonly string[], values: Values): Record<string, string | number> {
  const found: Record<string, string | number> = {}
  for (const name of mentions) {
    const value = typeof values === 'function' ? values(name) : values[name]
    if (value !== undefined) found[name] = typeof value === 'string' ? literal(value) : value
  }
  return found
}

function patternOf(bundle: FluentBundle, key: string) {
  const [id = '', attribute] = key.split('.')
  const message = bundle.getMessage(id)
  return attribute === undefined ? message?.value : message?.attributes[attribute]
}

/** The rules of the house, read off the source: who imports whom, who knows the time, where words stand. */
import { posix } from 'node:path'
import type { Source } from './source.ts'

/** Looks at all files and says what is wrong, as `file:line: what`. */
export type Rule = (sources: readonly Source[]) => string[]

/** Packages and the only places that may know them. */
const PACKAGES: Record<string, RegExp> = {
  zod: /./,
  // The life of a case is a machine too.
  xstate: /^(?:flows\/|src\/desk\/life\.ts$)/,
  pino: /^src\/log\b/,
  fastify: /^src\/(?:server\b|channels\/)/,
  '@fluent/bundle': /^src\/texts\b/,
  grammy: /^src\/channels\/telegram\b/,
  '@whiskeysockets/baileys': /^src\/channels\/whatsapp\//,
  uqr: /^src\/channels\/whatsapp\//,
  undici: /^src\/channels\/telegram\b/,
  '@grammyjs/types': /^src\/channels\/telegram\b/,
  '@photostructure/sqlite': /^src\/stores\/sqlite\b/,
  redis: /^src\/stores\/redis\b/,
  '@resvg/resvg-js': /^src\/figures\/png\b/,
}

/** What belongs to ITSON and not to a language: links, contacts, closures (DESIGN §3). */
const INSTITUTION = /^flows\/[^/]+\/institution\.ts$/
/** How an identifier is told from what people write around it is part of its form: patterns, never texts. */
const IDENTIFIERS = /^flows\/identifiers\//
/** What Redis runs is code in another language, not words. */
const SCRIPTS = /^src\/stores\/redis\//
const CONFIG = /^src\/config(?:\.ts$|\/)/
const PAGE = /^src\/channels\/web\/page\//
const MAIN = 'src/main.ts'
/** Where everything concrete is put together: nobody else looks in. */
const COMPOSITION = /^src\/main(?:\.ts$|\/)/
const PORTS = ['src/channels/channel.ts', 'src/channels/vault.ts', 'src/stores/store.ts']
const RECORDS = ['src/ids.ts', 'src/update.ts', 'src/message.ts']
const RECORDS_AS_TYPES = ['src/clock.ts', 'src/log.ts']

const TIME =
  /\bDate\.now\b|\bnew Date\b(?!\s*\()|\bnew Date\(\s*\)|(?<!new )\bDate\(|\bset(?:Timeout|Interval)\b|\bperformance\.now\b|\bprocess\.(?:hrtime|uptime)\b|\bAbortSignal\.timeout\b/g

export const rules = {
  'every import goes where the layers allow': (sources) =>
    eachImport(sources, (path, target, typeOnly) => forbidden(path, target, typeOnly)),

  'packages are known where they belong': (sources) =>
    eachImport(sources, (path, target) => {
      if (isFile(target) || target.startsWith('node:')) return null
      const home = PACKAGES[target]
      if (!home) return `imports ${target}, of which PACKAGES does not say who may`
      return home.test(path) ? null : `imports ${target}`
    }),

  'no import comes back to where it began': loops,

  'only clock.ts reads the time or sets timers': (sources) => [
    ...eachMatch(sources.filter(mayNotKnowTime), TIME),
    ...eachImport(sources.filter(mayNotKnowTime), (_, target) =>
      /^(?:node:)?(?:timers|perf_hooks)\b/.test(target) ? `imports ${target}` : null,
    ),
  ],

  'only calendar.ts knows zones and makes dates of numbers': (sources) =>
    eachMatch(
      sources.filter((source) => mayNotKnowTime(source) && source.path !== 'src/calendar.ts'),
      /\bnew Date\([^)]|\bDate\.(?:UTC|parse)\b|\bIntl\.DateTimeFormat\b|\.toLocale(?:Date|Time)String\b|\btimeZone\b/g,
    ),

  'words for people stand only in locales/': (sources) =>
    sources.flatMap(({ path, texts, patterns }) =>
      [
        ...(INSTITUTION.test(path) || SCRIPTS.test(path) ? [] : texts.filter(({ text }) => isSpanish(text))),
        ...(IDENTIFIERS.test(path) ? [] : patterns.filter(({ text }) => isSpanish(text.replace(/\[[^\]]*\]/g, ' ')))),
      ].map(({ line, text }) => at(path, line, text)),
    ),

  'links stand only with the institution and in the configuration': (sources) =>
    sources
      .filter(({ path }) => !INSTITUTION.test(path) && !CONFIG.test(path))
      .flatMap(({ path, texts }) =>
        texts.filter(({ text }) => LINK.test(text)).map(({ line, text }) => at(path, line, text)),
      ),

  'only main.ts speaks on the console or ends the process': (sources) =>
    eachMatch(
      sources.filter(({ path }) => path !== MAIN),
      /\bconsole\.\w+|\bprocess\.(?:stdout|stderr|exit|exitCode)\b/g,
    ),

  'no class but errors': (sources) => eachMatch(sources, /\bclass\s+\w+(?!\w*\s+extends\s+\w*Error\b)[^{]*/g),

  'no file is longer than 300 lines': (sources) =>
    sources.filter(({ lines }) => lines > 300).map(({ path, lines }) => at(path, 301, `${lines} lines`)),

  'no file is named for being left over': (sources) =>
    sources
      .filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|common|shared|types|misc)(?:\.ts|\/)/.test(path))
      .map(({ path }) => at(path, 1, 'says nothing of what it is')),
} satisfies Record<string, Rule>

/** Why `path` may not import `target`, or null if it may. */
function forbidden(path: string, target: string, typeOnly: boolean): string | null {
  const no = `imports ${target}`
  if (target === MAIN) return no
  if (COMPOSITION.test(target) && !COMPOSITION.test(path)) return no
  if (path.startsWith('flows/')) return target.startsWith('flows/') || !/^(?:src\/|node:)/.test(target) ? null : no
  if (target === 'flows/index.ts') return COMPOSITION.test(path) ? null : no
  if (target.startsWith('flows/') && !/^flows\/(?:flow\.ts$|identifiers\/)/.test(target)) return no
  if (COMPOSITION.test(path) || !isFile(target)) return null
  const own = driver(path)
  if (own === null && !PORTS.includes(path)) return driver(target) === null ? null : no
  if (driver(target) !== null && driver(target) === own) return null
  if (RECORDS.includes(target)) return null
  if (PORTS.includes(target)) return family(target) === family(path) ? null : no
  if (RECORDS_AS_TYPES.includes(target)) return typeOnly ? null : `${no} as more than types`
  return no
}

/** "src/channels/web" for all files of that driver; null for ports and services. */
function driver(path: string): string | null {
  if (PORTS.includes(path)) return null
  return /^src\/(?:channels|stores)\/[^/.]+/.exec(path)?.[0] ?? null
}

function family(path: string): string | undefined {
  return path.split('/')[1]
}

function isFile(target: string): boolean {
  return /^(?:src|flows)\//.test(target)
}

function mayNotKnowTime({ path }: Source): boolean {
  return path !== 'src/clock.ts' && !PAGE.test(path)
}

function eachImport(
  sources: readonly Source[],
  judge: (path: string, target: string, typeOnly: boolean) => string | null,
) {
  return sources.flatMap((source) =>
    source.imports.flatMap(({ line, from, typeOnly }) => {
      const wrong = judge(source.path, resolved(source.path, from), typeOnly)
      return wrong === null ? [] : [at(source.path, line, wrong)]
    }),
  )
}

function eachMatch(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].map((match) =>
      at(path, code.slice(0, match.index).split('\n').length, match[0].trim()),
    ),
  )
}

function resolved(path: string, from: string): string {
  return from.startsWith('.') ? posix.join(posix.dirname(path), from) : from
}

/** Each loop once, told at the import that closes it. */
function loops(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const here = [...trail, path]
    for (const { line, from } of byPath.get(path)?.imports ?? []) {
      const target = resolved(path, from)
      const start = here.indexOf(target)
      if (start >= 0) found.push(at(path, line, [...here.slice(start), target].join(' -> ')))
      else if (!done.has(target)) visit(target, here)
    }
    done.add(path)
  }
  for (const { path } of sources) if (!done.has(path)) visit(path, [])
  return found
}

const LINK = /\bhttps?:\/\/(?!www\.w3\.org\b)\w/i
/** A text of ours in English never holds these; one that does is meant for a student. */
const SPANISH_LETTERS = /\p{L}[áéíóúüñ]|[áéíóúüñ]\p{L}|[ÁÉÍÓÚÑ]\p{Ll}|[¿¡]\p{L}/u
const SPANISH_WORDS = new Set(
  (
    'que tu tus para con por los las una del pero muy cuando donde porque quiero puedes tienes escribe elige revisa guarda ' +
    'copia entra abre hola gracias listo ayuda persona borrar atras contactos datos avisos hoy ayer manana dia dias habil ' +
    'habiles paso numero trabajo seguro todavia nada siguiente cancelar aceptar enviar lunes martes viernes'
  ).split(' '),
)

function isSpanish(text: string): boolean {
  if (SPANISH_LETTERS.test(text)) return true
  // Names that only programs read ("seguro-facultativo", "flows/index.ts") are no words.
  const words = text.split(/\s+/).filter((word) => !/^\w+(?:[-./:][\w{}]+)+$/.test(word))
  return words.some((word) => word.split(/[^\p{L}]+/u).some((part) => SPANISH_WORDS.has(part.toLowerCase())))
}

function at(path: string, line: number, what: string): string {
  return `${path}:${line}: ${what}`
}

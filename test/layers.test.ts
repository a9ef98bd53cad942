/** The rules of the house, read off the source: who imports whom, who knows the time, where words stand. */
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseSource, readSources, type Source } from './source.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Looks at all files and says what is wrong, as `file:line: what`. */
type Rule = (sources: readonly Source[]) => string[]

/** Packages and the only places that may know them. */
const PACKAGES: Record<string, RegExp> = {
  zod: /./,
  xstate: /^flows\//,
  pino: /^src\/log\b/,
  fastify: /^src\/(?:server\b|channels\/)/,
  '@fluent/bundle': /^src\/texts\b/,
  grammy: /^src\/channels\/telegram\b/,
  '@grammyjs/types': /^src\/channels\/telegram\b/,
  '@photostructure/sqlite': /^src\/stores\/sqlite\b/,
}

/** What belongs to ITSON and not to a language: links, contacts, closures (DESIGN §3). */
const INSTITUTION = /^flows\/[^/]+\/institution\.ts$/
const PAGE = /^src\/channels\/web\/page\//
const MAIN = 'src/main.ts'
const PORTS = ['src/channels/channel.ts', 'src/channels/vault.ts', 'src/stores/store.ts']
const RECORDS = ['src/ids.ts', 'src/update.ts', 'src/message.ts']
const RECORDS_AS_TYPES = ['src/clock.ts', 'src/log.ts']

const rules: Record<string, Rule> = {
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
    ...eachMatch(
      sources.filter(mayNotKnowTime),
      /\b(?:performance\.now|process\.(?:hrtime|uptime)|AbortSignal\.timeout)\b/g,
    ),
    ...eachMatch(sources.filter(mayNotKnowTime), /\bset(?:Timeout|Interval)\b/g),
    ...eachMatch(
      sources.filter(mayNotKnowTime),
      /\bDate\.now\b|\bnew Date\b(?!\s*\()|\bnew Date\(\s*\)|(?<!new )\bDate\(/g,
    ),
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
    sources
      .filter(({ path }) => !INSTITUTION.test(path))
      .flatMap(({ path, texts, patterns }) =>
        [...texts, ...patterns].filter(({ text }) => isSpanish(text)).map(({ line, text }) => at(path, line, text)),
      ),

  'links stand only with the institution and in the configuration': (sources) =>
    sources
      .filter(({ path }) => !INSTITUTION.test(path) && path !== 'src/config.ts')
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
}

describe('the source', () => {
  const sources = readSources(ROOT, ['src', 'flows'])
  test('is there', () => {
    expect(sources.map(({ path }) => path)).toEqual(expect.arrayContaining(['flows/flow.ts', 'src/clock.ts']))
  })
  for (const [name, rule] of Object.entries(rules)) {
    test(name, () => expect(rule(sources)).toEqual([]))
  }
})

/** Every rule must be able to fail: what it has to catch, and what it has to let pass. */
describe('the rules', () => {
  test.each<[string, keyof typeof rules, Record<string, string>, string[]]>([
    [
      'flows look at nothing of src/, nor at the machine they run on',
      'every import goes where the layers allow',
      { 'flows/a.ts': "import { b } from './b.ts'\nimport { now } from '../src/clock.ts'\nimport 'node:fs'" },
      ['flows/a.ts:2: imports src/clock.ts', 'flows/a.ts:3: imports node:fs'],
    ],
    [
      'src/ sees the contract and the identifiers, main alone the list',
      'every import goes where the layers allow',
      {
        'src/turn/turn.ts':
          "import '../../flows/flow.ts'\nimport '../../flows/identifiers/nss.ts'\nimport '../../flows/index.ts'",
        'src/main.ts': "import '../flows/index.ts'\nimport '../flows/a/b.ts'",
      },
      ['src/turn/turn.ts:3: imports flows/index.ts', 'src/main.ts:2: imports flows/a/b.ts'],
    ],
    [
      'services know ports, never drivers',
      'every import goes where the layers allow',
      {
        'src/outbox.ts':
          "import type { Channel } from './channels/channel.ts'\nimport { telegramChannel } from './channels/telegram/telegram.ts'\nexport { sqliteStore } from './stores/sqlite.ts'",
        'src/main.ts': "import { sqliteStore } from './stores/sqlite.ts'",
      },
      ['src/outbox.ts:2: imports src/channels/telegram/telegram.ts', 'src/outbox.ts:3: imports src/stores/sqlite.ts'],
    ],
    [
      'drivers know their port, plain records and themselves',
      'every import goes where the layers allow',
      {
        'src/channels/web/web.ts': [
          "import type { Channel } from '../channel.ts'",
          "import { decode } from './decode.ts'",
          "import type { Vault } from '../vault.ts'",
          "import type { Log } from '../../log.ts'",
          "import { type Clock, systemClock } from '../../clock.ts'",
          "import type { World } from '../../world.ts'",
          "import type { Store } from '../../stores/store.ts'",
          "import { decode as other } from '../telegram/decode.ts'",
        ].join('\n'),
        'src/stores/sqlite.ts': "import type { Store } from './store.ts'\nimport { need } from './redis.ts'",
      },
      [
        'src/channels/web/web.ts:5: imports src/clock.ts as more than types',
        'src/channels/web/web.ts:6: imports src/world.ts',
        'src/channels/web/web.ts:7: imports src/stores/store.ts',
        'src/channels/web/web.ts:8: imports src/channels/telegram/decode.ts',
        'src/stores/sqlite.ts:2: imports src/stores/redis.ts',
      ],
    ],
    [
      'nobody imports main',
      'every import goes where the layers allow',
      { 'src/world.ts': "const main = await import('./main.ts')" },
      ['src/world.ts:1: imports src/main.ts'],
    ],
    [
      'packages',
      'packages are known where they belong',
      { 'src/turn.ts': "import { setup } from 'xstate'\nimport { z } from 'zod'\nimport pad from 'left-pad'" },
      ['src/turn.ts:1: imports xstate', 'src/turn.ts:3: imports left-pad, of which PACKAGES does not say who may'],
    ],
    [
      'a loop, types included',
      'no import comes back to where it began',
      {
        'src/a.ts': "import { b } from './b.ts'",
        'src/b.ts': "import {\n  c,\n} from './c.ts'",
        'src/c.ts': "import type { A } from './a.ts'",
        'src/d.ts': "import { a } from './a.ts'\nimport { b } from './b.ts'",
      },
      ['src/c.ts:1: src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts'],
    ],
    [
      'time',
      'only clock.ts reads the time or sets timers',
      {
        'src/a.ts':
          '// Date.now()\nconst a = Date.now()\nconst b = `${new Date()}`\nsetTimeout(run, 1)\nconst c: Date = d',
        'src/clock.ts': 'const a = Date.now()',
        'src/calendar.ts': 'const a = new Date(0)\nconst b = new Date()',
      },
      ['src/a.ts:4: setTimeout', 'src/a.ts:2: Date.now', 'src/a.ts:3: new Date()', 'src/calendar.ts:2: new Date()'],
    ],
    [
      'zones',
      'only calendar.ts knows zones and makes dates of numbers',
      { 'src/a.ts': 'new Date(1)\nnew Intl.DateTimeFormat()', 'src/calendar.ts': 'new Date(1)' },
      ['src/a.ts:1: new Date(1', 'src/a.ts:2: Intl.DateTimeFormat'],
    ],
    [
      'words',
      'words for people stand only in locales/',
      {
        'src/a.ts': [
          "const a = 'Escribe tu NSS'",
          'const b = `Faltan ${n} días`',
          "const c = 'no such chat' // la clave",
          'const d = /^(hoy|ayer)$/',
          "const e = 'Listo'",
          "const f = ['nss-capture', 'loop failed, trying again', 'telegram:1']",
          'const g = a / b / c',
        ].join('\n'),
        'flows/x/institution.ts': "const name = 'Día de Muertos'",
      },
      ['src/a.ts:1: Escribe tu NSS', 'src/a.ts:2: Faltan {} días', 'src/a.ts:5: Listo', 'src/a.ts:4: ^(hoy|ayer)$'],
    ],
    [
      'links',
      'links stand only with the institution and in the configuration',
      {
        'src/a.ts': "const a = 'https://www.gob.mx'\nconst b = `http://${host}`",
        'src/config.ts': "const a = 'https://a.org'",
      },
      ['src/a.ts:1: https://www.gob.mx'],
    ],
    [
      'console',
      'only main.ts speaks on the console or ends the process',
      { 'src/a.ts': 'console.log(1)\nprocess.exit(1)', 'src/main.ts': 'console.log(1)' },
      ['src/a.ts:1: console.log', 'src/a.ts:2: process.exit'],
    ],
    [
      'classes',
      'no class but errors',
      { 'src/a.ts': "class A extends Error {}\nclass B {}\nclass C extends B {}\nconst d = 'first class seat'" },
      ['src/a.ts:2: class B', 'src/a.ts:3: class C extends B'],
    ],
    [
      'length',
      'no file is longer than 300 lines',
      { 'src/a.ts': '\n'.repeat(301), 'src/b.ts': '\n'.repeat(300) },
      ['src/a.ts:301: 301 lines'],
    ],
    [
      'names',
      'no file is named for being left over',
      { 'src/utils.ts': '', 'src/common/a.ts': '', 'src/outline.ts': '' },
      ['src/utils.ts:1: says nothing of what it is', 'src/common/a.ts:1: says nothing of what it is'],
    ],
  ])('catch %s', (_, name, files, violations) => {
    const sources = Object.entries(files).map(([path, text]) => parseSource(path, text))
    expect(rules[name]?.(sources)).toEqual(violations)
  })
})

/** Why `path` may not import `target`, or null if it may. */
function forbidden(path: string, target: string, typeOnly: boolean): string | null {
  const no = `imports ${target}`
  if (target === MAIN) return no
  if (path.startsWith('flows/')) return target.startsWith('flows/') || !/^(?:src\/|node:)/.test(target) ? null : no
  if (target === 'flows/index.ts') return path === MAIN ? null : no
  if (target.startsWith('flows/') && !/^flows\/(?:flow\.ts$|identifiers\/)/.test(target)) return no
  if (path === MAIN || !isFile(target)) return null
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
/** No English or technical text of ours holds these; a text that does is meant for a student. */
const SPANISH_LETTERS = /[áéíóúüñ¿¡]/
const SPANISH_WORDS = new Set(
  (
    'que tu tus para con por los las una del pero muy cuando donde porque quiero puedes tienes escribe elige revisa guarda ' +
    'copia entra abre hola gracias listo ayuda persona borrar atras contactos datos avisos hoy ayer manana dia dias habil ' +
    'habiles paso numero trabajo seguro todavia nada siguiente cancelar aceptar enviar lunes martes viernes'
  ).split(' '),
)

function isSpanish(text: string): boolean {
  if (SPANISH_LETTERS.test(text)) return true
  // Identifiers ("seguro-facultativo", "request.saved") are read by programs only.
  if (/^[\w]+(?:[-./:][\w{}]+)+$/.test(text)) return false
  return text.split(/[^\p{L}]+/u).some((word) => SPANISH_WORDS.has(word.toLowerCase()))
}

function at(path: string, line: number, what: string): string {
  return `${path}:${line}: ${what}`
}

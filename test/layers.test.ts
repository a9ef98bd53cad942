import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Rule, rules } from './layers.ts'
import { parseSource, readSources } from './source.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const each = Object.entries<Rule>(rules)

describe('the source', () => {
  const sources = readSources(ROOT, ['src', 'flows'])
  test('is there', () => {
    expect(sources.map(({ path }) => path)).toEqual(expect.arrayContaining(['flows/flow.ts', 'src/clock.ts']))
  })
  for (const [name, rule] of each) {
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
        'src/main/given.ts': "import '../../flows/index.ts'\nimport '../stores/sqlite.ts'",
        'src/mainly.ts': "import '../flows/index.ts'",
      },
      [
        'src/turn/turn.ts:3: imports flows/index.ts',
        'src/main.ts:2: imports flows/a/b.ts',
        'src/mainly.ts:1: imports flows/index.ts',
      ],
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
      {
        'src/world.ts': "const main = await import('./main.ts')\nimport './main/network.ts'",
        'src/main/network.ts': "import '../world.ts'\nimport '../main.ts'",
      },
      [
        'src/world.ts:1: imports src/main.ts',
        'src/world.ts:2: imports src/main/network.ts',
        'src/main/network.ts:2: imports src/main.ts',
      ],
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
        'src/a.ts': `// Date.now()\nconst a = Date.now()\nconst b = \`\${new Date()}\`\nsetTimeout(run, 1)\nconst c: Date = d`,
        'src/clock.ts': 'const a = Date.now()',
        'src/calendar.ts': 'const a = new Date(0)\nconst b = new Date()',
      },
      ['src/a.ts:2: Date.now', 'src/a.ts:3: new Date()', 'src/a.ts:4: setTimeout', 'src/calendar.ts:2: new Date()'],
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
          `const b = \`Faltan \${n} días\``,
          "const c = 'no such chat' // la clave",
          'const d = /^(hoy|ayer)$/',
          "const e = 'Listo'",
          "const f = ['nss-capture', 'loop failed, see flows/seguro-facultativo/nss.ts', 'telegram:1', 'ñ']",
          'const h = /^[A-ZÑñ¿]+$/',
          'const g = a / b / c',
        ].join('\n'),
        'flows/x/institution.ts': "const name = 'Día de Muertos'",
        'flows/identifiers/x.ts': "const near = /seguro social/\nconst text = 'Escribe'",
      },
      [
        'src/a.ts:1: Escribe tu NSS',
        'src/a.ts:2: Faltan {} días',
        'src/a.ts:5: Listo',
        'src/a.ts:4: ^(hoy|ayer)$',
        'flows/identifiers/x.ts:2: Escribe',
      ],
    ],
    [
      'links',
      'links stand only with the institution and in the configuration',
      {
        'src/a.ts': `const a = 'https://www.gob.mx'\nconst b = \`http://\${host}\``,
        'src/config.ts': "const a = 'https://a.org'",
        'src/config/telegram.ts': "const a = 'https://a.org'",
        'src/configured.ts': "const a = 'https://a.org'",
      },
      ['src/a.ts:1: https://www.gob.mx', 'src/configured.ts:1: https://a.org'],
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
    expect(rules[name](sources)).toEqual(violations)
  })
})

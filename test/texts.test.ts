import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Entry, parse } from '@fluent/syntax'
import { describe, expect, it } from 'vitest'
import { flows } from '../flows/index.ts'
import { startConversation } from './conversation.ts'
import { loadWords } from './words.ts'

const LOCALES = new URL('../locales/', import.meta.url).pathname
const languages = readdirSync(LOCALES)
const words = loadWords()

describe.each(languages)('the words of %s', (language) => {
  const files = readdirSync(join(LOCALES, language)).filter((file) => file.endsWith('.ftl'))
  const entries = files.flatMap((file) =>
    parse(readFileSync(join(LOCALES, language, file), 'utf8'), {}).body.map((entry) => ({ file, entry })),
  )

  it('are well written Fluent', () => {
    const junk = entries.flatMap(({ file, entry }) =>
      entry.type === 'Junk' ? [`${file}: ${entry.content.slice(0, 60)}`] : [],
    )
    expect(junk).toEqual([])
  })

  it('say each thing once', () => {
    const ids = entries.flatMap(({ file, entry }) =>
      isMessage(entry) ? [`${file.split('.')[0]} ${entry.id.name}`] : [],
    )
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('have every question, its short form and a label for each choice', () => {
    const missing = flows.flatMap((flow) =>
      flow
        .places()
        .flatMap(({ key, choices }) =>
          [key, `${key}.short`, ...choices.map((id) => `${key}.choice-${id}`)].filter(
            (wanted) => !words.texts.has(language, flow.id, wanted),
          ),
        ),
    )
    expect(missing).toEqual([])
  })

  it('answer every topic the procedure does not hear itself', () => {
    const own = ['correct-nss', 'correct-curp']
    const missing = flows.flatMap((flow) => {
      const file = readFileSync(join(LOCALES, language, `${flow.id}.phrases.txt`), 'utf8')
      const topics = [...file.matchAll(/^\[([a-z0-9-]+)\]$/gm)].map(([, id]) => id ?? '')
      return topics.filter((id) => !own.includes(id) && !words.texts.has(language, flow.id, `topic-${id}`))
    })
    expect(missing).toEqual([])
  })
})

it('other ways to say a choice belong to choices there are', () => {
  const known = new Set(
    flows.flatMap((flow) => flow.places().flatMap(({ key, choices }) => choices.map((id) => `${key}.choice-${id}`))),
  )
  const named = [...words.languages.values()].flatMap(({ otherWords }) => [...otherWords.keys()])
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((key) => !known.has(key))).toEqual([])
})

it.each(languages)('reads well aloud (%s): the happy path in words', async (language) => {
  const talk = await startConversation({ start: Date.UTC(2026, 10, 23, 17), language })
  const answers = ['hola', '1', '1', '1', '1', 'GOXA040229MSRMXNA6', '1', '24220400014', '1', '1', '1']
  const lines: string[] = []
  for (const text of answers) {
    const from = talk.delivered.length
    await talk.says({ kind: 'text', text })
    lines.push(`> ${text}`)
    for (const { message } of talk.delivered.slice(from)) {
      if (message.type === 'say')
        lines.push(message.body.text, ...message.choices.map(({ label }, i) => `  ${i + 1}. ${label}`), '')
    }
  }
  await talk.close()
  await expect(lines.join('\n')).toMatchFileSnapshot(`words/${language}.txt`)
})

it('a text asks only for the values it mentions, and safe from the marks of its own', () => {
  const asked: string[] = []
  const value = (name: string): string => {
    asked.push(name)
    return name === 'code' ? '*A`' : 'x'
  }
  const said = words.texts.say('es', null, 'case-opened', value)
  expect(asked).toEqual(['code'])
  expect(said).toBe(words.texts.say('es', null, 'case-opened', { code: '*A`', nss: '24220400014' }))
  expect(said).not.toContain('*A`')
})

function isMessage(entry: Entry): entry is Extract<Entry, { type: 'Message' }> {
  return entry.type === 'Message'
}

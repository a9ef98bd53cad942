import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isEmergency } from '../../src/understanding/understanding.ts'
import { LONGEST_TEXT } from '../../src/update.ts'
import { loadWords } from '../words.ts'

const words = loadWords()
const spanish = words.languages.get('es')
if (!spanish) throw new Error('no Spanish')
const language = spanish

function alarm(text: string): string {
  const found = isEmergency(language, { kind: 'text', text })
  if (!found) return 'none'
  return found.crisis ? 'crisis' : 'danger'
}

const sentences = readFileSync(new URL('emergencies.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.includes('|') && !line.startsWith('#'))
  .map((line) => [line.slice(0, line.indexOf('|')).trim(), line.slice(line.indexOf('|') + 1).trim()] as const)

describe('an emergency, a crisis, or neither', () => {
  it.each(sentences)('%s ← %s', (expected, text) => expect(alarm(text)).toBe(expected))
})

it('what only sounds like danger does not hide what stands beside it', () => {
  for (const [figure] of sentences.filter(([kind]) => kind === 'none').map(([, text]) => [text])) {
    expect([figure, alarm(`${figure} y mi hermana se desmayó`)]).toEqual([figure, 'danger'])
    expect([figure, alarm(`ya no quiero vivir, ${figure}`)]).toEqual([figure, 'crisis'])
  }
})

it('is read to the end of a long message, and wherever two stretches meet', () => {
  const cry = ' mi papa no puede respirar '
  for (let at = 350; at < 600; at += 1) expect(alarm('a '.repeat(at).slice(0, at) + cry)).toBe('danger')
  expect(alarm('hola '.repeat(900).slice(0, LONGEST_TEXT - cry.length) + cry)).toBe('danger')
})

it('is heard in a caption and in an edit', () => {
  expect(isEmergency(language, { kind: 'picture', caption: 'me accidenté' })).toEqual({ crisis: false })
  expect(isEmergency(language, { kind: 'edit', text: 'ya no quiero vivir' })).toEqual({ crisis: true })
  expect(isEmergency(language, { kind: 'voice' })).toBeNull()
})

it('no command and no way of saying a choice is taken for one', () => {
  const said = [...language.commands.keys(), ...[...language.otherWords.values()].flat()]
  const replies = language.data.replies.flatMap(({ say }) => say)
  const spellings = Object.values(language.data.variants).flat()
  const labels = words.flows.flatMap((flow) =>
    flow
      .places()
      .flatMap(({ key, choices }) => choices.map((id) => words.texts.say('es', flow.id, `${key}.choice-${id}`))),
  )
  expect([...said, ...replies, ...spellings, ...labels].filter((text) => alarm(text) !== 'none')).toEqual([])
})

it('a message that was changed is read again', () => {
  const content = { kind: 'text' as const, text: 'hola' }
  expect(isEmergency(language, content)).toBeNull()
  content.text = 'mi papa no puede respirar'
  expect(isEmergency(language, content)).toEqual({ crisis: false })
})

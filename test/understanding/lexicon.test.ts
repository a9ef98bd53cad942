import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLexicon } from '../../src/understanding/lexicon.ts'
import { isAlike, isWithin } from '../../src/understanding/normalise.ts'
import { compileRuns } from '../../src/understanding/runs.ts'

// Few letters, so that many words are nearly the same.
const word = fc.string({ unit: fc.constantFrom(...'abcdñ3'), minLength: 1, maxLength: 10 })

/** Edits between two words by the book: the whole table. */
function edits(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i * Number(j === 0))),
  )
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const changed = at(i - 1, j - 1) + Number(a[i - 1] !== b[j - 1])
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : changed
      table[i]?.splice(j, 1, Math.min(changed, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1))
    }
  }
  return at(a.length, b.length)
}

it('two words are within so many edits exactly when the table says so', () => {
  fc.assert(
    fc.property(word, word, fc.constantFrom(0, 1, 2), (a, b, most) => {
      expect(isWithin(a, b, most)).toBe(edits(a, b) <= most)
    }),
    { numRuns: 2000 },
  )
})

it('a lexicon finds every word that is alike and no other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 30 }), word, (words, said) => {
      const expected = words.filter((known) => isAlike(said, known))
      expect(createLexicon(words).alike(said).sort()).toEqual(expected.sort())
    }),
    { numRuns: 1000 },
  )
})

it('runs are found wherever they stand, slips allowed, and not past the end', () => {
  const find = compileRuns([
    ['who', ['hablar', 'con', 'persona']],
    ['what', ['hablar']],
  ])
  expect(find(['quiero', 'ablar', 'con', 'persnoa', 'hablar', 'con'])).toEqual([
    { value: 'who', from: 1, to: 4 },
    { value: 'what', from: 1, to: 2 },
    { value: 'what', from: 4, to: 5 },
  ])
})

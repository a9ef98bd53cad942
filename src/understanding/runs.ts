import { createLexicon } from './lexicon.ts'
import { isAlike } from './normalise.ts'

/** A phrase found: what it stands for, and the tokens from `from` up to, not including, `to`. */
export interface Run<Value> {
  value: Value
  from: number
  to: number
}

/** Finds every run of tokens that is one of some phrases, slips allowed. */
export type Runs<Value> = (tokens: readonly string[]) => Run<Value>[]

export function compileRuns<Value>(phrases: Iterable<readonly [Value, readonly string[]]>): Runs<Value> {
  const byFirst = new Map<string, { value: Value; rest: readonly string[] }[]>()
  for (const [value, [first, ...rest]] of phrases) {
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { value, rest }])
  }
  const firsts = createLexicon(byFirst.keys())

  return function findRuns(tokens) {
    const found: Run<Value>[] = []
    for (const [from, token] of tokens.entries()) {
      for (const { value, rest } of firsts.alike(token).flatMap((first) => byFirst.get(first) ?? [])) {
        if (rest.every((word, index) => isAlike(tokens[from + 1 + index] ?? '', word))) {
          found.push({ value, from, to: from + 1 + rest.length })
        }
      }
    }
    return found
  }
}

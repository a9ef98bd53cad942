/** The Dockerfile as data; no Docker engine is needed for the tests. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export interface Instruction {
  name: string
  value: string
}

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const stages = parse(readFileSync(`${ROOT}Dockerfile`, 'utf8'))
export const [build = [], runtime = []] = stages

/** Instructions by stage; continued lines joined, comments dropped. */
function parse(text: string): Instruction[][] {
  const found: Instruction[][] = []
  for (const line of text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')) {
    const [name = '', ...rest] = line.trim().split(' ')
    if (name === 'FROM') found.push([])
    if (name !== '') found.at(-1)?.push({ name, value: rest.join(' ') })
  }
  return found
}

export function values(stage: readonly Instruction[], name: string): string[] {
  return stage.filter((instruction) => instruction.name === name).map(({ value }) => value)
}

/** What the program finds in its environment. */
export function environment(): Record<string, string> {
  const pairs = values(runtime, 'ENV').flatMap((value) => value.split(' '))
  return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']))
}

export function list(json: string): string[] {
  return z.array(z.string()).parse(JSON.parse(json))
}

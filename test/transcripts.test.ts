import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { play } from './play.ts'

/** Whole conversations: what the student, the desk and the clock do stands in the files; what the bot says must be the same again. */
const DIR = new URL('transcripts/', import.meta.url).pathname
const update = process.env.UPDATE_TRANSCRIPTS === '1'

it.each(readdirSync(DIR).filter((name) => name.endsWith('.txt')))('%s', async (name) => {
  const written = readFileSync(DIR + name, 'utf8')
  const played = await play(written)
  if (update) writeFileSync(DIR + name, played)
  else expect(played).toBe(written)
})

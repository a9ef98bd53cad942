import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { detail, overview, tops } from '../flows/diagram.ts'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { loadWords } from './words.ts'

const README = new URL('../README.md', import.meta.url).pathname
const { texts } = loadWords()

it('the diagram in the README is the machine', () => {
  const readme = readFileSync(README, 'utf8')
  const drawn = readme.replace(
    /<!-- diagram -->[\s\S]*<!-- \/diagram -->/,
    () => `<!-- diagram -->\n${diagram()}\n<!-- /diagram -->`,
  )
  if (process.env.UPDATE_DIAGRAM === '1') writeFileSync(README, drawn)
  else expect(drawn).toBe(readme)
  expect(readme).toContain('<!-- diagram -->')
})

function diagram(): string {
  const details = tops(flow).map((top) => {
    const key = `step-${top}`
    const title = texts.has('es', flow.id, key) ? `${top}: ${texts.say('es', flow.id, key)}` : top
    return `<details><summary>${title}</summary>\n\n${mermaid(detail(flow, top))}\n\n</details>`
  })
  return [mermaid(overview(flow)), ...details].join('\n\n')
}

function mermaid(text: string): string {
  return `\`\`\`mermaid\n${text}\n\`\`\``
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { detail, overview, tops, whole } from '../flows/diagram.ts'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { machine } from '../src/desk/life.ts'
import { loadWords } from './words.ts'

const README = new URL('../README.md', import.meta.url).pathname
const { texts } = loadWords()

it.each([
  ['diagram', diagram],
  ['life', () => mermaid(whole(machine))],
])('what the README draws between the marks "%s" is the machine (else: npm run diagram)', (mark, draw) => {
  const readme = readFileSync(README, 'utf8')
  const between = new RegExp(`<!-- ${mark} -->[\\s\\S]*<!-- /${mark} -->`)
  const drawn = readme.replace(between, () => `<!-- ${mark} -->\n${draw()}\n<!-- /${mark} -->`)
  if (process.env.UPDATE_DIAGRAM === '1') writeFileSync(README, drawn)
  else expect(drawn).toBe(readme)
  expect(readme).toMatch(between)
})

it('the files and conversations that the README names are there', () => {
  const readme = readFileSync(README, 'utf8')
  const files = [...readme.matchAll(/`((?:src|flows|test|docs|locales)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  const talks = [...readme.matchAll(/\| `(desk-[a-z-]+)` \|/g)].map(([, name]) => `test/transcripts/${name}.txt`)
  expect(talks.length).toBeGreaterThan(10)
  expect([...files, ...talks].filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([])
})

it.each(['README.md', 'docs/operations.md', 'docs/mesa-de-ayuda.md'])('what %s leads to is there', (name) => {
  const file = new URL(`../${name}`, import.meta.url)
  const leads = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
  const astray = leads.filter(([, path = '', heading]) => {
    const target = path === '' ? file : new URL(path, file)
    return !existsSync(target) || (heading !== undefined && !headingsOf(target).includes(heading))
  })
  expect(astray.map(([whole]) => whole)).toEqual([])
})

/** As GitHub names them. */
function headingsOf(file: URL): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)
  const named = (heading: string): string => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} -]/gu, '')
  return [...headings].map(([, heading = '']) => named(heading).replaceAll(' ', '-'))
}

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

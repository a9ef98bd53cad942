import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { pngOf } from '../../src/figures/png.ts'
import { drawAll } from './pictures.ts'

/** The pictures of the guide for staff are what the program says today. `npm run guide` draws them again; then look at them. */
const DOCS = new URL('../../docs/', import.meta.url).pathname
const FOLDER = `${DOCS}mesa-de-ayuda/`
const drawn = await drawAll()
const names = [...drawn.keys()].sort()

if (process.env.UPDATE_GUIDE === '1') {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER)
  for (const [name, svg] of drawn) {
    writeFileSync(`${FOLDER}${name}.svg`, svg)
    writeFileSync(`${FOLDER}${name}.png`, pngOf(svg))
  }
}

it.each(names)('the picture "%s" is what would be drawn now (else: npm run guide)', (name) => {
  const svg = readFileSync(`${FOLDER}${name}.svg`, 'utf8')
  expect(svg).toBe(drawn.get(name))
  const png = readFileSync(`${FOLDER}${name}.png`)
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? []
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(width), Number(height)])
})

it('the guide shows every picture there is, and each says in words what is on it', () => {
  const guide = readFileSync(`${DOCS}mesa-de-ayuda.md`, 'utf8')
  const shown = [...guide.matchAll(/<img src="mesa-de-ayuda\/([\w-]+)\.png" width="390" alt="([^"]{20,})">/g)]
  expect(shown.map(([, name]) => name).sort()).toEqual(names)
  expect([...guide.matchAll(/<img|!\[/g)]).toHaveLength(names.length)
  expect(readdirSync(FOLDER).sort()).toEqual(names.flatMap((name) => [`${name}.png`, `${name}.svg`]).sort())
})

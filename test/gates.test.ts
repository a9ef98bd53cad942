/** What runs before any test does: the check of this machine, and the command of continuous integration. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8')

const NEEDED = { CHROMIUM: 'Chromium', REDIS_SERVER: 'Redis' }

test('programs that are there are enough', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'afilia-gates-')), 'program')
  writeFileSync(path, '#!/bin/sh\n', { mode: 0o755 })
  const told = Object.fromEntries(Object.keys(NEEDED).map((variable) => [variable, path]))
  expect(requirements(told)).toEqual({ status: 0, stdout: '', stderr: '' })
})

test.each(Object.entries(NEEDED))('%s that points nowhere stops everything with one line', (variable, name) => {
  const path = join(tmpdir(), 'no-such-folder', 'program')
  expect(requirements({ [variable]: path })).toEqual({
    status: 1,
    stdout: '',
    stderr: `${variable} says ${name} is at ${path}, where no program is: mend or unset it\n`,
  })
})

test('npm test checks the machine first and skips nothing', () => {
  const { scripts } = z.object({ scripts: z.object({ test: z.string() }) }).parse(JSON.parse(read('package.json')))
  expect(scripts.test).toMatch(/^node test\/requirements\.mjs && /)
  for (const gate of ['biome ci', 'tsc', 'vitest run']) expect(scripts.test).toContain(gate)
  expect(scripts.test).not.toMatch(/\|\||;/)
})

test('continuous integration runs what a person types', () => {
  expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).toBe(0o111)
  const script = read('.ci/run')
  expect(script.split('\n')[0]).toBe('#!/usr/bin/env bash')
  expect(script).toContain('set -euo pipefail')
  expect(script).toMatch(/\nnpm test\n$/)
  expect(spawnSync('bash', ['-n', join(ROOT, '.ci/run')], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  })
})

function requirements(env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'test/requirements.mjs')], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

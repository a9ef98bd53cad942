/** Every picture of docs/mesa-de-ayuda.md, drawn from what the program really says. */
import { readdirSync, readFileSync } from 'node:fs'
import { figuresOf } from '../../src/figures/figures.ts'
import { pictureOf } from '../../src/figures/picture.ts'
import { spanUntil } from '../../src/figures/span.ts'
import { AT, calendar, env, F, flow, TODAY, words } from '../figures/given.ts'
import { shotsOf } from './chats.ts'
import { phoneOf } from './phone.ts'

const SCENES = new URL('scenes/', import.meta.url).pathname

/** Name and SVG of each. */
export async function drawAll(): Promise<Map<string, string>> {
  const drawn = new Map<string, string>()
  for (const scene of readdirSync(SCENES).sort()) {
    for (const shot of await shotsOf(readFileSync(SCENES + scene, 'utf8'))) drawn.set(shot.picture, phoneOf(shot))
  }
  return drawn.set('cifras', pictureOf(figuresOf(sample, env.flows), spanUntil('term', TODAY, calendar), AT, words))
}

const reached = [412, 388, 371, 342, 318, 297, 251, 214]

/** A term as one of some four hundred students might be. */
const sample: Record<string, number> = {
  [`started:${F}`]: 431,
  ...Object.fromEntries((flow?.steps ?? []).map((step, n) => [`reached:${F}:${step}`, reached[n] ?? 200])),
  [`finished:${F}`]: 187,
  [`active:${F}`]: 203,
  [`active-days:${F}:2`]: 58,
  [`active-days:${F}:3`]: 91,
  [`active-days:${F}:5`]: 34,
  [`case:${F}:nss-failed`]: 22,
  [`case:${F}:request-error`]: 17,
  [`case:${F}:not-active-late`]: 11,
  [`case:${F}:no-curp`]: 6,
  'first-answer:15': 31,
  'first-answer:45': 14,
  'first-answer:105': 6,
  'resolution:3': 24,
  'resolution:9': 17,
  'outcome:data-corrected': 19,
  'outcome:active': 14,
  'outcome:other': 12,
  'solved:yes': 38,
  'solved:no': 6,
  'incident:cia': 5,
}

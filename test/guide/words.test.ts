import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { desk } from '../../flows/seguro-facultativo/institution.ts'
import { deskCommands } from '../../src/desk/commands.ts'
import { WITHDRAW } from '../../src/desk/relay.ts'
import { REOPEN, UNDO } from '../../src/desk/time.ts'
import { buttonIn, commandIn } from '../../src/desk/typed.ts'
import { keysOf } from '../locale-keys.ts'
import { loadWords } from '../words.ts'

/** What the guide for staff says is what locales and the program say. */
const guide = readFileSync(new URL('../../docs/mesa-de-ayuda.md', import.meta.url), 'utf8')
const { texts, flows } = loadWords()
const [flow] = flows

const said = keysOf('es').map((key) => ({
  key,
  text: texts.say('es', flow?.id ?? null, key, () => 'Luz').replaceAll(/[*`]/g, ''),
}))

it('every button has that label', () => {
  const labels = said.filter(({ key }) => /\.choice-|\.name$|^outcome-|^referral-/.test(key)).map(({ text }) => text)
  const named = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = '']) => label)
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((label) => !labels.includes(label))).toEqual([])
})

it('every command is one', () => {
  const known = deskCommands.map((id) => texts.say('es', null, `command-desk-${id}.name`))
  const named = [...guide.matchAll(/`\/([^` ]+)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => name !== 'id' && !known.includes(name))).toEqual([])
  expect(named).toEqual(expect.arrayContaining(known))
  const portals = [...guide.matchAll(/`\/aviso (\w+)/g)].map(([, portal]) => portal)
  expect(Object.values(desk.portals)).toEqual(expect.arrayContaining(portals))
})

it('commands and buttons in words are those of the program', () => {
  const section = /### Con puras palabras\n([\s\S]*?)\n## /.exec(guide)?.[1] ?? ''
  const typed = [...section.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words)
  const commands = deskCommands.map((id) => texts.say('es', null, `command-desk-${id}.name`))
  const buttons = said.flatMap(({ key, text }) => (key.startsWith('card.choice-') ? [text.toLowerCase()] : []))
  const isMeant = (words: string): boolean =>
    commands.includes(commandIn(words)?.name ?? '') || buttons.includes(buttonIn(words)?.label ?? '')
  expect(typed.length).toBeGreaterThan(2)
  expect(typed.filter((words) => !isMeant(words))).toEqual([])
})

it('whatever it quotes is really said', () => {
  const quoted = [...guide.matchAll(/“([^”]+)”/g)].map(([, words = '']) => words)
  expect(quoted.length).toBeGreaterThan(10)
  expect(quoted.filter((words) => !said.some(({ text }) => text.includes(words)))).toEqual([])
})

it('hours, targets and waits are those of the program', () => {
  const [week] = desk.hours.weekly
  const time = (text = ''): string => text.replace(/^0/, '')
  const { firstAnswer, resolution } = desk.targets
  for (const words of [
    `de ${time(week?.opens)} a ${time(week?.closes)}`,
    `A las ${time(week?.opens)} llega`,
    `${firstAnswer / 60} horas para la primera respuesta`,
    `${resolution / 60} (dos días) para resolver`,
    `espera ${desk.silence / 60} horas`,
    `a los ${desk.patience} días hábiles se cierra`,
    `a los ${desk.referrals[0]?.followUp} días hábiles el bot`,
    `Tiene ${REOPEN / 86_400_000} días para reabrirlo`,
  ])
    expect(guide).toContain(words)
  expect([UNDO, WITHDRAW]).toEqual([60_000, 60_000])
  const shown = /Se borra en (\d+) minutos/.exec(texts.say('es', null, 'desk-reveal'))?.[1]
  expect(guide).toContain(`se borran en ${shown} minutos`)
})

it('fits two printed pages, and names nobody’s numbers', () => {
  const words = guide
    .replaceAll(/<img[^>]*>|[|#*`]|---/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
  expect(words.length).toBeLessThan(1030)
  expect(guide).not.toMatch(/\d{10}|[A-Z]{4}\d{6}/)
})

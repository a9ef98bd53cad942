import { expect, it } from 'vitest'
import { commandWalks } from './telegram-commands.ts'
import { endWalks } from './telegram-ends.ts'
import { programWalk } from './telegram-program.ts'
import { relayWalks } from './telegram-relay.ts'
import { GROUP, openCase, openTown, takenCase } from './walk.ts'

it('every case has a topic by its code, with the card at its top', async () => {
  const town = await openTown(true)
  const code = await openCase(town)
  const { thread, pinned } = town.card()
  expect(town.api.topics(GROUP)).toMatchObject([{ id: thread, title: `#${code} · Pidió una persona`, closed: false }])
  expect(pinned).toBe(true)
})

it('in its topic nothing has to be quoted, and what answers a colleague stays with the desk', async () => {
  const town = await openTown(true)
  await takenCase(town)
  const { thread } = town.card()
  const spot = thread === null ? {} : { thread }
  await town.after(() => town.ana.says('¿qué te sale?', spot))
  const stray = await town.after(() => town.luz.says('#AAAA-1111 · otro caso', spot))
  await town.after(() => town.ana.says('y eso no era', { ...spot, quotes: stray }))
  expect(town.told()).toEqual(['Mesa de ayuda: ¿qué te sale?'])
  expect(town.inGroup(/contestaste a alguien de la mesa/).thread).toBe(thread)
})

it('outside of the topics people talk among themselves', async () => {
  const town = await openTown(true)
  await openCase(town)
  await town.after(() => town.luz.says('¿comemos?'))
  expect([town.news(), town.told()]).toEqual([[], []])
})

it('a topic deleted by hand is made anew with its card, and nothing said there is lost', async () => {
  const town = await openTown(true)
  const code = await takenCase(town)
  const [gone] = town.api.topics(GROUP)
  if (gone) gone.deleted = true
  await town.after(() => town.phone.says('¿siguen ahí?'))
  expect(town.news()).toContain(`#${code} · Estudiante: ¿siguen ahí?`)
  const [, made] = town.api.topics(GROUP)
  expect(made?.title).toContain(code)
  expect(town.card()).toMatchObject({ thread: made?.id, pinned: true })
  await town.answers(town.ana, 'aquí')
  expect(town.told()).toEqual(['Mesa de ayuda: aquí'])
})

relayWalks(true)
endWalks(true)
commandWalks(true)
programWalk(true)

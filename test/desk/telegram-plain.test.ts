import { expect, it } from 'vitest'
import { commandWalks } from './telegram-commands.ts'
import { endWalks } from './telegram-ends.ts'
import { programWalk } from './telegram-program.ts'
import { relayWalks } from './telegram-relay.ts'
import { GROUP, openTown, takenCase } from './walk.ts'

it('everything about a case hangs on its card, which is pinned nowhere', async () => {
  const town = await openTown(false)
  await takenCase(town)
  expect(town.card()).toMatchObject({ thread: null, pinned: false })
  await town.after(() => town.phone.says('aquí ando'))
  expect(town.inGroup(/aquí ando/).quotes).toBe(town.card().id)
  expect(town.api.calls.map(({ method }) => method)).not.toContain('pinChatMessage')
})

it('what quotes no case reaches nobody, and whoever has one is told so', async () => {
  const town = await openTown(false)
  await takenCase(town)
  await town.after(() => town.luz.says('¿comemos?'))
  expect(town.news()).toEqual([])
  const own = await town.after(() => town.ana.says('¿qué te sale?'))
  expect(town.news()).toEqual([expect.stringMatching(/^No se envió: no sé de qué caso es/)])
  expect(town.api.shown(GROUP).at(-1)?.quotes).toBe(own)
  expect(town.told()).toEqual([])
})

relayWalks(false)
endWalks(false)
commandWalks(false)
programWalk(false)

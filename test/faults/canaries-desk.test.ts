/** RELIABILITY A24, A25: a student's numbers, said in every way there is while the desk works, and by staff too, never stand in the group. */
import { expect, test } from 'vitest'
import { type SimulatedClock, stoppedClock } from '../../src/clock.ts'
import type { ChatId } from '../../src/ids.ts'
import type { Content } from '../../src/update.ts'
import { loadWords } from '../words.ts'
import { CANARIES, CURP, captured, found, NSS, placesOn } from './canaries.ts'
import { givenRedis } from './on-redis.ts'
import { AGENT, DESK_GROUP, type Delivered, startTown, student, type Town } from './town.ts'

const START = Date.UTC(2026, 10, 23, 17)
const MINUTE = 60_000
const CARD = /^#\S+ · Pidió una persona/
const ANA = student('ana')
const words = loadWords()
const places = placesOn(givenRedis())

interface Walk {
  town: Town
  clock: SimulatedClock
  /** Something happens, and all that follows from it. */
  student(content: string | Content, more?: Parameters<Town['says']>[2]): Promise<void>
  agent(content: string | Content, quoted?: Delivered): Promise<void>
  presses(chat: ChatId, choice: string): Promise<void>
  newest(pattern: RegExp): Delivered
}

function walkIn(town: Town, clock: SimulatedClock): Walk {
  const settled = () => town.world.settled()
  const walk: Walk = {
    town,
    clock,
    async student(content, more) {
      await town.says('ana', content, more)
      await settled()
    },
    async agent(content, quoted) {
      const said: Content = typeof content === 'string' ? { kind: 'text', text: content } : content
      await town.agentDoes(said, quoted ? { quotes: { ref: quoted.ref, text: quoted.text, own: true } } : {})
      await settled()
    },
    async presses(chat, choice) {
      const shown = town.delivered.findLast(
        ({ to, message }) => to === chat && 'choices' in message && message.choices.some(({ id }) => id === choice),
      )
      if (!shown || !('question' in shown.message)) throw new Error(`nothing offers ${choice}`)
      const content: Content = { kind: 'press', question: shown.message.question, choice }
      if (chat === ANA) return walk.student(content)
      await town.agentDoes(content, { press: `press ${town.delivered.length}` })
      await settled()
    },
    newest(pattern) {
      const shown = town.delivered.findLast(({ to, text }) => to === DESK_GROUP && pattern.test(text))
      if (!shown) throw new Error(`nothing in the group says ${pattern}`)
      return shown
    },
  }
  return walk
}

/** A case whose detail, last lines and id are full of numbers. */
async function opensCase({ student: says, presses }: Walk): Promise<void> {
  await says('hola')
  await presses(ANA, 'not-started')
  for (const choice of ['go', 'yes', 'accept'])
    if (choice === 'accept') await says('sí')
    else await says('1')
  await says(CURP)
  await says('sí')
  await says(NSS)
  await says(`me sale error con ${NSS}`)
  await says(`no existe el alumno ${CURP} ni ${NSS}`)
  await says('persona')
  await presses(ANA, 'nainari')
  await says('00000123456')
  await presses(ANA, 'none')
}

/** The student says them in every way while a person serves them. */
async function studentPlants({ student: says, presses }: Walk, canary: string): Promise<void> {
  await says(canary)
  await says(`mi número es ${canary} y ya`)
  for (const kind of ['voice', 'sticker', 'other'] as const) await says({ kind, caption: canary })
  for (const kind of ['picture', 'document'] as const) {
    await says({ kind, caption: canary })
    await presses(ANA, 'yes')
  }
  await says('corrijo', { ref: `e ${canary}` })
  await says({ kind: 'edit', text: canary }, { ref: `e ${canary}` })
  await says({ kind: 'press', question: 1, choice: canary })
}

/** Staff say them in every way they can. */
async function agentPlants({ agent, presses, newest, town }: Walk, canary: string): Promise<void> {
  const card = newest(CARD)
  await town.agentDoes({ kind: 'text', text: '/pendientes' }, { sender: { ...AGENT, name: canary } })
  await town.agentDoes({ kind: 'text', text: 'x' }, { sender: { id: '8', name: canary, anonymous: true } })
  await agent(`¿seguro que es ${canary}?`, card)
  await agent({ kind: 'edit', text: `digo ${canary}` })
  await agent({ kind: 'picture', caption: canary }, card)
  await agent(`// ya vi que es ${canary}`, card)
  await agent({ kind: 'document', caption: `// ${canary}` }, card)
  await presses(DESK_GROUP, 'note')
  await agent(canary, newest(/Escribe la nota/))
  for (const command of ['/caso', '/casos', '/pendientes', '/estado', '/estadisticas', '/exportar', '/nadie'])
    await agent(`${command} ${canary}`)
  await agent(`/aviso cia No abre con ${canary}`)
  await agent(`/aviso ${canary} algo`)
  await agent('/aviso')
  await agent('/aviso cia fin')
}

/** Everything an agent can press on a case, to its end and beyond. */
async function wholeLife({ student: says, presses, clock, town, newest, agent }: Walk): Promise<void> {
  const code = newest(CARD).text.slice(1, 10)
  for (const choice of ['wait', 'refer', 'r-navojoa', 'reveal']) await presses(DESK_GROUP, choice)
  for (const command of [`/caso ${code}`, '/estadisticas', '/exportar']) await agent(command)
  for (const choice of ['resolve', 'o-other', 's-nss']) await presses(DESK_GROUP, choice)
  clock.moveTo(clock.now() + 2 * MINUTE)
  town.world.nudge()
  await town.world.settled()
  await presses(ANA, 'no')
  await says(`sigue mal ${NSS}`)
  await says(`y además ${CURP}`)
  clock.moveTo(clock.now() + 3 * 24 * 60 * MINUTE)
  town.world.nudge()
  await town.world.settled()
}

test.each(places)('on %s: a whole day at the desk', async (_, open) => {
  const { store, kept } = await open()
  const { log, logged } = captured()
  const clock = stoppedClock(START)
  const town = await startTown({ store, log, clock, flows: words.flows, words })
  const walk = walkIn(town, clock)
  await opensCase(walk)
  await walk.agent('Hola, soy de la mesa', walk.newest(CARD))
  for (const canary of CANARIES) {
    await studentPlants(walk, canary)
    await agentPlants(walk, canary)
  }
  await wholeLife(walk)
  await town.stop()

  const group = town.delivered.filter(({ to }) => to === DESK_GROUP)
  const keys = new Set(group.map(({ message }) => ('key' in message ? message.key : message.type)))
  for (const type of ['picture', 'file']) expect(group.map(({ message }) => message.type)).toContain(type)
  for (const key of WALKED) expect([...keys]).toContain(key)
  const shown = group.map(({ message }) => JSON.stringify({ ...message, png: '' }))
  expect(found(shown.join('\n'))).toEqual([])
  expect(found(logged())).toEqual([])
  expect(found(await kept())).toEqual([])
  // Where they may stand: on the student's own screen, and for two minutes in the chat of the agent who asked.
  expect(
    found(
      town.delivered
        .filter(({ to }) => to === AGENT.chat)
        .map(({ text }) => text)
        .join('\n'),
    ),
  ).toContain(NSS)
})

/** What the group must have been shown for this to have been a walk through all of it. */
const WALKED = [
  'card',
  'desk-said',
  'desk-said-edited',
  'desk-thing',
  'desk-sent',
  'desk-history',
  'desk-cases',
  'desk-pending',
  'desk-state',
  'desk-notice',
  'desk-notice-how',
  'desk-notice-over',
  'desk-referral',
  'desk-reopened',
  'desk-revealed-shown',
  'desk-prompt-note',
  'desk-unknown-code',
  'desk-digest',
]

import { describe, expect, it } from 'vitest'
import { type Networks, openNetworks } from './on-networks.ts'
import {
  type Agent,
  cloudStudent,
  type Student,
  telegramAgent,
  telegramStudent,
  whatsappAgent,
  whatsappStudent,
} from './people.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 7, 7, 7])
const PDF = Buffer.from('%PDF-1.7 la vigencia')
const ID = '198765'
const SECRET_WORDS = 'zanahoria'
const MINUTE = 60_000
/** Within Telegram nothing is fetched: Telegram copies it. */
const COPIED = null

const students = { telegram: telegramStudent, whatsapp: whatsappStudent, cloud: cloudStudent }
const agents = { telegram: telegramAgent, whatsapp: whatsappAgent }

interface Case {
  networks: Networks
  student: Student
  ana: Agent
  code: string
  /** The ref of its card. */
  card: string
  /** Bytes pass through us. */
  crosses: boolean
}

/** From "a person, please" to a card in the group. */
async function opensCase(networks: Networks, student: Student, ana: Agent): Promise<Omit<Case, 'crosses'>> {
  await student.says('quiero hablar con una persona')
  await student.hears(/campus/)
  await student.picks('Náinari (Obregón)')
  await student.hears(/ID de ITSON/)
  await student.says(ID)
  await student.hears(/fecha límite/)
  await student.picks('No tengo fecha')
  const told = await student.hears(/caso [A-Z0-9]{4}-[A-Z0-9]{4}/)
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(told.text)?.[0] ?? ''
  const { ref } = await ana.hears(new RegExp(`^#${code} · `))
  return { networks, student, ana, code, card: ref }
}

async function taken(of: keyof typeof students, at: keyof typeof agents): Promise<Case> {
  const networks = await openNetworks(at, of === 'cloud' ? 'cloud' : 'baileys')
  const one = await opensCase(networks, students[of](networks), agents[at](networks))
  await one.ana.picks('Tomar', one.card)
  await one.student.hears(new RegExp(`^Ya tiene tu caso ${one.code} una persona`))
  return { ...one, crosses: of !== 'telegram' || at !== 'telegram' }
}

/** They write to each other, also what is not text. */
async function talk({ student, ana, code, card, crosses }: Case): Promise<void> {
  await ana.answers('¿Qué te sale?', card)
  await student.hears(/^Mesa de ayuda: ¿Qué te sale\?/)
  await student.says(`no existo ${SECRET_WORDS}`)
  await ana.hears(new RegExp(`^#${code} · Estudiante: no existo`))
  await ana.sendsDocument(PDF, card)
  expect((await student.hears(/^Mesa de ayuda$/)).bytes).toEqual(crosses ? PDF : COPIED)
  await student.sendsPicture(JPEG, 'así sale')
  await student.hears(/¿Ya están tapados\?/)
  await student.picks('Sí, pásalo')
  await student.hears(/^Listo, ya lo tienen/)
  expect((await ana.hears(new RegExp(`^#${code} · Estudiante mandó una foto: así sale`))).bytes).toEqual(
    crosses ? JPEG : COPIED,
  )
}

/** What was said is said better, and what should not have been is not any more. */
async function mends({ student, ana, card }: Case): Promise<void> {
  const own = await ana.answers('Ya qedó', card)
  const { ref } = await student.hears(/Ya qedó/)
  await ana.mends(own, 'Ya quedó listo')
  expect((await student.hears(/Ya quedó listo/)).ref).toBe(ref)
  const other = await ana.answers('esto era de otro caso', card)
  await student.hears(/era de otro caso/)
  const sent = await ana.hearsBack(other, /Enviado al estudiante/)
  await ana.picks('Retirar (1 min)', sent.ref)
  await ana.hearsBack(other, /Retirado/)
}

async function ends({ networks, student, ana, code, card }: Case): Promise<void> {
  await ana.picks('Resolver', card)
  await ana.picks('Dato corregido', card)
  await ana.hears(/lo resolvió: Dato corregido/)
  await networks.pass(MINUTE)
  await student.hears(new RegExp(`tu caso ${code} quedó resuelto`))
  await student.hears(/^¿Se resolvió\?/)
  await student.picks('Sí, quedó')
  await ana.hears(new RegExp(`^#${code} · El estudiante confirma`))
}

/** Neither a name nor a number of anybody's network stands where it must not. */
function tellsNobody({ networks, student, ana }: Case): void {
  const group = ana.group().map(({ text }) => text)
  // A text that is missing would stand there by its name.
  expect(group.join('\n')).not.toMatch(/[‹›]/)
  expect(found(group.join('\n'), [...student.identities, ...ana.identities, ID])).toEqual([])
  const canaries = [...student.identities, ...ana.identities, ID, SECRET_WORDS]
  expect(found(networks.logged(), canaries)).toEqual([])
  expect(found(networks.disk(), canaries)).toEqual([])
  expect(networks.logged().length).toBeGreaterThan(100)
}

function found(text: string, canaries: readonly string[]): string[] {
  return canaries.filter((canary) => text.includes(canary))
}

describe.each([
  ['telegram', 'telegram'],
  ['telegram', 'whatsapp'],
  ['whatsapp', 'telegram'],
  ['whatsapp', 'whatsapp'],
] as const)('a student on %s and the desk on %s', (of, at) => {
  it('a case is opened, taken, talked about, mended and resolved, and nobody learns who they are', async () => {
    const one = await taken(of, at)
    await talk(one)
    await mends(one)
    await ends(one)
    await one.networks.world.settled()
    expect(one.student.screen().filter(({ text }) => /de otro caso/.test(text))).toEqual([])
    tellsNobody(one)
    // Nothing was wrong.
    expect(one.networks.logged()).not.toContain('"level":"error"')
  })
})

it('a student by the official API and the desk on Telegram: the same, as far as that API goes', async () => {
  const one = await taken('cloud', 'telegram')
  await talk(one)
  await ends(one)
  await one.networks.world.settled()
  tellsNobody(one)
})

it('the number of the way back is taken where it is typed, and is the agent’s once they have written', async () => {
  const { student, ana, code, card } = await taken('whatsapp', 'telegram')
  await student.says('1')
  await student.hears(/^Aquí sigo yo/)
  await ana.hears(new RegExp(`^#${code} · El estudiante volvió con el bot`))
  const own = await ana.answers('¿Te sale el error 1 o el 2?', card)
  await ana.hearsBack(own, /Enviado al estudiante/)
  await student.says('1')
  await ana.hears(new RegExp(`^#${code} · Estudiante: 1$`))
  await student.sendsPicture(JPEG, 'mira')
  await student.hears(/¿Ya están tapados\?/)
  await student.says('2')
  await student.hears(/^No lo pasé/)
  await student.says('1')
  await student.hears(/¿En qué vas con tu seguro\?|¿En qué vas\?/)
})

describe('the numbers of a student, asked for in a group of WhatsApp', () => {
  it('are shown to an agent who wrote to the bot before; whoever did not is told to', async () => {
    const one = await taken('telegram', 'whatsapp')
    const { ana, card, code, networks } = one
    await ana.picks('Ver datos', card)
    await ana.hears(new RegExp(`^#${code} · No te pude escribir en privado`))
    expect(ana.privately()).toEqual([])
    await ana.opens()
    await networks.whatsapp.until(() => ana.privately().length > 0)
    await ana.picks('Ver datos', card)
    await ana.hears(new RegExp(`^#${code} · .* vio los datos completos`))
    const shown = () => ana.privately().filter(({ text }) => text.includes(ID))
    expect(shown()).toHaveLength(1)
    await networks.pass(2 * MINUTE)
    await networks.whatsapp.until(() => shown().length === 0)
    // Whoever is called by name in a group is called by their id: the phones of its members show the name.
    tellsNobody({ ...one, ana: { ...ana, identities: [] } })
  })
})

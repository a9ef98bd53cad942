import { expect, it, onTestFinished } from 'vitest'
import { TOKEN } from '../channels/telegram/fake-bot-api.ts'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import { openFake } from '../channels/telegram/on-fake.ts'
import { newDataDir, startAfilia } from '../process.ts'
import { ANA, codeOf, GROUP, isCard, LUZ, labelsOf, STUDENT, spotOf, stateOf } from './walk.ts'

/** The program itself, as it is started, and a group: with no more messages than a group takes within a minute. */
async function openProgram(isForum: boolean) {
  const api = await openFake(Date.now)
  if (isForum) api.forum(GROUP)
  const bot = await startAfilia({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    HELPDESK_CHAT: `telegram:${GROUP}`,
    DATA_DIR: newDataDir(),
  })
  onTestFinished(async () => void (await bot.kill('SIGKILL')))
  const people = { phone: api.student(STUDENT), ana: api.agent(GROUP, ANA, 'Ana'), luz: api.agent(GROUP, LUZ, 'Luz') }
  const inGroup = (fits: (shown: Shown) => boolean) => api.sees((shown) => shown.chat === GROUP && fits(shown))
  return {
    ...people,
    api,
    bot,
    says: (pattern: RegExp) => inGroup(({ text }) => pattern.test(text)),
    /** The card, once it says so. */
    card: (state: RegExp) => inGroup((shown) => isCard(shown) && state.test(stateOf(shown))),
    offers: (label: string) => inGroup((shown) => isCard(shown) && labelsOf(shown).includes(label)),
  }
}

type Program = Awaited<ReturnType<typeof openProgram>>

async function opensCase({ phone, card }: Program): Promise<Shown> {
  phone.says('quiero hablar con una persona')
  await phone.hears(/¿De qué campus/)
  phone.presses('Náinari (Obregón)')
  await phone.hears(/ID de ITSON/)
  phone.says('198765')
  await phone.hears(/fecha límite/)
  phone.presses('No tengo fecha')
  return card(/^Libre/)
}

/** Ana and the student write to each other; Luz may only look on. */
async function talk({ phone, ana, luz, says }: Program, card: Shown): Promise<void> {
  const spot = spotOf(card)
  const own = ana.says('Hola, soy Ana. ¿Qué te sale?', spot)
  await phone.hears(/^Mesa de ayuda: Hola, soy Ana/)
  expect((await says(/Enviado/)).quotes).toBe(own)
  luz.says('yo digo otra cosa', spot)
  await says(/No se envió: lo tiene Ana/)
  phone.says('que no existo')
  expect((await says(/Estudiante: que no existo/)).thread).toBe(card.thread)
  ana.edits(own, 'Hola, soy Ana. ¿Qué error te sale?')
  await phone.hears(/¿Qué error te sale/)
}

/** She says how it ended, and takes it back in time. */
async function changesHerMind({ ana, card, offers }: Program, { id }: Shown): Promise<void> {
  ana.presses('Resolver', id)
  await offers('Dato corregido')
  ana.presses('Dato corregido', id)
  await card(/^Ana lo resolvió/)
  ana.presses('Deshacer', id)
  await card(/^Lo tiene Ana/)
}

/** The whole program over HTTP, its own clock and store: what a day at the desk is made of. */
export function programWalk(isForum: boolean): void {
  it('the program itself: a case is opened, taken, answered, ended, taken back, and counted', async () => {
    const program = await openProgram(isForum)
    const { api, bot, ana, phone } = program
    const first = await opensCase(program)
    const code = codeOf(first)
    expect(api.topics(GROUP).map(({ id, title }) => [id, title])).toEqual(
      isForum ? [[first.thread, `#${code} · Pidió una persona`]] : [],
    )
    ana.presses('Tomar', first.id)
    await phone.hears(/^Ya tiene tu caso/)
    expect((await program.card(/^Lo tiene Ana/)).id).toBe(first.id)
    expect(first.pinned).toBe(isForum)
    await talk(program, first)
    ana.presses('Ver datos', first.id)
    await program.says(/No te pude escribir en privado/)
    ana.opened()
    ana.presses('Ver datos', first.id)
    await api.sees(({ chat, text }) => chat === ANA && text.includes('ID ITSON: 198765'))
    await changesHerMind(program, first)
    ana.says('/estadisticas')
    expect((await program.says(/^Cifras · /)).file?.bytes.subarray(1, 4).toString()).toBe('PNG')
    ana.says('/exportar semana')
    expect((await program.says(/^Cifras en CSV/)).file?.bytes.toString()).toMatch(/^\uFEFFPeriodo,Tema/)
    expect(phone.screen().map(({ text }) => text)).not.toContainEqual(expect.stringMatching(/resuelto/))
    expect(bot.output()).not.toMatch(/198765|soy Ana|que no existo/)
    expect(await bot.kill('SIGTERM')).toBe(0)
  })
}

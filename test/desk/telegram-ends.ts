import { describe, expect, it } from 'vitest'
import {
  ANA,
  CURP,
  codeOf,
  GROUP,
  labelsOf,
  NSS,
  openCase,
  openCaseWithNumbers,
  openTown,
  STUDENT,
  stateOf,
  type Town,
  takenCase,
} from './walk.ts'

/** Ana says how it ended; the minute in which she may take it back has begun. */
async function resolves(town: Town, ...labels: string[]): Promise<string> {
  await town.presses(town.ana, 'Resolver')
  let word = ''
  for (const label of labels) word = await town.presses(town.ana, label)
  return word
}

const isClosed = (town: Town): boolean | undefined => town.api.topics(GROUP).at(-1)?.closed

/** What becomes of a case, in a group with topics and in one without. */
export function endWalks(isForum: boolean): void {
  describe('a case that has to wait', () => {
    it('for the student: they are told, and what they write brings it back', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      expect(await town.presses(town.ana, 'Esperar')).toBe('Esperas al estudiante.')
      expect(stateOf(town.card())).toMatch(/^Ana espera al estudiante/)
      expect(town.told()).toEqual([`La mesa espera tu respuesta para seguir con tu caso ${code}.`])
      await town.passes(24 * 60)
      await town.after(() => town.phone.says('aquí estoy'))
      expect(stateOf(town.card())).toMatch(/^Lo tiene Ana/)
      expect(town.told()).toEqual([])
    })

    it('for somebody else: a mail without a number of the student’s, a day, and the student told', async () => {
      const town = await openTown(isForum)
      const code = await openCaseWithNumbers(town)
      await town.presses(town.ana, 'Tomar')
      town.told()
      await town.presses(town.ana, 'Derivar')
      expect(labelsOf(town.card())).toEqual(['Navojoa', '← Regresar'])
      expect(await town.presses(town.ana, 'Navojoa')).toBe('Derivado.')
      const draft = town.inGroup(/Correo listo/)
      expect(draft.text).toContain(`Asunto: Caso ${code}`)
      expect(draft.text).toContain('damos seguimiento el jueves 26 de noviembre')
      expect(draft.text).not.toMatch(new RegExp(`${NSS}|${CURP}|198765`))
      expect(draft.entities.filter(({ type }) => type === 'code')).toHaveLength(3)
      expect(stateOf(town.card())).toMatch(/^Derivado a Navojoa · Ana da seguimiento el jueves 26/)
      const [told, ...question] = town.told()
      expect(told).toMatch(/pasó a Navojoa.*el jueves 26 de noviembre/)
      // It takes days: meanwhile the bot asks again.
      expect(question).toHaveLength(1)
      town.news()
      await town.passes(3 * 24 * 60 - 119)
      expect(stateOf(town.card())).toMatch(/^Lo tiene Ana/)
      expect(town.inGroup(/Hoy toca preguntar/).entities.map(({ user }) => user?.id)).toEqual([ANA])
    })
  })

  describe('an end', () => {
    it.each([
      ['Dato corregido', /Ya quedó corregido tu dato/, /Paso 5 de 8/],
      ['Ya está vigente', /Ya apareces vigente/, /Paso 8 de 8/],
      ['No le corresponde', /Por ahora no te corresponde/, /./],
    ])('"%s": after its minute the student is told, asked, and goes on from there', async (label, told, next) => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      expect(await resolves(town, label)).toBe('Se le avisa en un minuto. Puedes deshacer.')
      expect(labelsOf(town.card())).toEqual(['Deshacer'])
      expect(town.told()).toEqual([])
      await town.passes(1)
      expect(stateOf(town.card())).toBe(`Resuelto por Ana: ${label}`)
      expect(labelsOf(town.card())).toEqual([])
      const [first = '', second] = town.told()
      expect(first).toContain(`Mesa de ayuda: tu caso ${code} quedó resuelto.`)
      expect(first).toMatch(told)
      expect(second).toBe('¿Se resolvió?')
      if (isForum) expect(isClosed(town)).toBe(true)
      await town.after(() => town.phone.presses('Sí, quedó'))
      expect(town.told().join('\n')).toMatch(next)
      expect(town.news()).toEqual([`#${code} · El estudiante confirma que se resolvió.`])
    })

    it.each([
      ['NSS', /Sigue por aquí: NSS\./, /Paso 4 de 8 · NSS/],
      ['Sigue donde va', /Ya puedes seguir donde ibas/, /¿En qué vas\?/],
    ])('"Otra cosa" asks which step: "%s"', async (label, told, next) => {
      const town = await openTown(isForum)
      await takenCase(town)
      expect(await resolves(town, 'Otra cosa')).toBe('¿En qué paso sigue?')
      await town.presses(town.ana, label)
      expect(stateOf(town.card())).toContain(label === 'NSS' ? 'Otra cosa → NSS' : 'Ana lo resolvió: Otra cosa. ')
      await town.passes(1)
      expect(town.told().join('\n')).toMatch(told)
      await town.after(() => town.phone.presses('Sí, quedó'))
      expect(town.told().join('\n')).toMatch(next)
    })

    it('undone within the minute: the student never knew', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await resolves(town, 'No le corresponde')
      expect(await town.answers(town.ana, 'espera')).toBeGreaterThan(0)
      expect(town.news()).toEqual([expect.stringMatching(`^#${code} · No se envió: Ana lo resolvió.*Deshacer`)])
      expect(await town.presses(town.ana, 'Deshacer')).toBe('Deshecho. El estudiante no supo nada.')
      await town.passes(5)
      expect(town.told()).toEqual([])
      expect(stateOf(town.card())).toMatch(/^Lo tiene Ana/)
      await town.answers(town.ana, 'seguimos')
      expect(town.told()).toEqual(['Mesa de ayuda: seguimos'])
    })

    it('"Sigo igual": it is open again, under its title, and Ana is called', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town, 'viernes 4 de diciembre')
      const title = town.api.topics(GROUP).at(-1)?.title
      await resolves(town, 'Dato corregido')
      await town.passes(1)
      town.told()
      if (isForum) expect(town.api.topics(GROUP)).toMatchObject([{ title, closed: true }])
      await town.after(() => town.phone.presses('Sigo igual'))
      expect(town.told()[0]).toBe(`Reabrí tu caso ${code}. La mesa ya lo sabe.`)
      expect(town.card().text).toContain(`#${code} · Dice que no se resolvió\nSube en la fila · Libre`)
      expect(town.card().text).toContain('Vence el viernes 4 de diciembre')
      expect(labelsOf(town.card())).toContain('Tomar')
      expect(town.inGroup(/Reabierto/).entities.map(({ user }) => user?.id)).toEqual([ANA])
      const reopened = { title: `#${code} · Dice que no se resolvió`, closed: false }
      if (isForum) expect(town.api.topics(GROUP)).toMatchObject([reopened])
    })
  })

  describe('a case loses who has it', () => {
    it('let go of: free, and the bot is the student’s again', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      expect(await town.presses(town.ana, 'Soltar')).toBe('Vuelve a la fila.')
      expect(stateOf(town.card())).toMatch(/^Libre/)
      expect(town.told()[0]).toContain(`Tu caso ${code} volvió a la fila`)
      await town.after(() => town.phone.says('no he empezado'))
      expect(town.told().join()).toMatch(/¿Empezamos\?/)
      expect(town.news()).toEqual([])
    })

    it('Ana leaves the group: free, and she can do no more', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.after(() => town.ana.leaves())
      expect(stateOf(town.card())).toMatch(/^Libre/)
      expect(town.news()).toEqual([`#${code} · Ana salió del grupo. El caso vuelve a la fila.`])
      expect(town.told()[0]).toMatch('volvió a la fila')
      expect(await town.presses(town.ana, 'Tomar')).toBe('Solo quien está en este grupo.')
      await town.answers(town.ana, 'sigo yo')
      expect(town.news()).toEqual([expect.stringMatching('solo contesta quien está en este grupo')])
    })
  })

  describe('the numbers of a student', () => {
    it('are shown to nobody who never opened the bot: they are told how', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.presses(town.ana, 'Ver datos')
      const why = town.inGroup(/No te pude escribir en privado/)
      expect(why.text).toMatch(/Abre el chat conmigo, mándame un mensaje y vuelve a pedir Ver datos/)
      expect(why.entities.flatMap(({ user }) => user?.id ?? [])).toEqual([ANA])
      await town.after(() => town.ana.says(`/caso ${code}`))
      expect(town.news().at(-1)).toMatch(/Ana: no recibió los datos/)
      expect(town.news().join()).not.toContain('vio los datos')
    })

    it('are shown to whoever has the case, in private, for two minutes; the case remembers it', async () => {
      const town = await openTown(isForum)
      const code = await openCaseWithNumbers(town)
      await town.presses(town.ana, 'Tomar')
      town.ana.opened()
      expect(await town.presses(town.luz, 'Ver datos')).toBe('Lo tiene Ana.')
      expect(await town.presses(town.ana, 'Ver datos')).toBe('Te los mando en privado.')
      const [shown] = town.api.shown(ANA)
      expect(shown?.text).toContain(`NSS: ${NSS}\nCURP: ${CURP}\nID ITSON: 198765`)
      const inGroup = town.api.shown(GROUP).map(({ text }) => text)
      expect(inGroup.join()).not.toMatch(new RegExp(`${NSS}|${CURP}|198765`))
      expect(inGroup.at(-1)).toBe(`#${code} · Ana vio los datos completos (en privado, 2 minutos).`)
      await town.passes(1)
      expect(town.api.shown(ANA)).toHaveLength(1)
      await town.passes(1)
      expect(town.api.shown(ANA)).toEqual([])
      await town.after(() => town.luz.says(`/caso ${code}`))
      expect(town.news().at(-1)).toMatch(/23\/11 10:00 Ana: vio los datos$/m)
    })
  })

  describe('a student who erases everything in the middle of it', () => {
    it('leaves nothing in the group but that they did', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      const own = await town.answers(town.ana, '¿qué te sale?')
      await town.after(() => town.phone.says('me sale mi nombre mal'))
      await town.after(() => town.phone.says('borrar'))
      await town.after(() => town.phone.presses('Sí, borra todo'))
      expect(town.told().at(-1)).toMatch(/^Listo, borré todo lo tuyo/)
      expect(town.api.shown(GROUP).map(({ text }) => text)).toEqual([
        expect.stringMatching(`^#${code} · El estudiante borró sus datos. Caso cerrado.`),
      ])
      if (isForum) expect(town.api.topics(GROUP)).toMatchObject([{ deleted: true }])
      else expect(town.inGroup(/borró sus datos/).text).toMatch(/no puedo borrar 1 mensaje .*a mano/)
      await town.after(() => town.ana.says('¿sigues?', { quotes: own }))
      expect(town.told()).toEqual([])
    })

    it('is a stranger afterwards, and their next case another one', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.after(() => town.phone.says('borrar'))
      await town.after(() => town.phone.presses('Sí, borra todo'))
      const next = await openCase(town)
      expect(next).not.toBe(code)
      expect(codeOf(town.card())).toBe(next)
      expect(town.api.shown(STUDENT).at(-1)?.text).toMatch(/^Eres el siguiente/)
    })
  })
}

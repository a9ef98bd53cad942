import { describe, expect, it } from 'vitest'
import { ANA, GROUP, labelsOf, NSS, openCase, openTown, STUDENT, stateOf, takenCase } from './walk.ts'

/** What holds between a student and whoever has their case, in a group with topics and in one without. */
export function relayWalks(isForum: boolean): void {
  describe('a case', () => {
    it('is taken: a word to Ana, the card in its place, and the student told', async () => {
      const town = await openTown(isForum)
      const code = await openCase(town)
      const before = town.card()
      expect(labelsOf(before)).toEqual(['Tomar', 'Responder', 'Nota'])
      expect(await town.presses(town.ana, 'Tomar')).toBe('Es tuyo.')
      expect(town.card()).toMatchObject({ id: before.id, thread: before.thread })
      expect(stateOf(town.card())).toBe('Lo tiene Ana desde las 10:00')
      const buttons = ['Responder', 'Nota', 'Esperar', 'Derivar', 'Resolver', 'Ver datos', 'Soltar']
      expect(labelsOf(town.card())).toEqual(buttons)
      expect(town.told()).toEqual([expect.stringMatching(`^Ya tiene tu caso ${code} una persona de la mesa`)])
      expect(town.news()).toEqual([])
    })

    it('two press at once: it is the first one’s, and the other is told whose', async () => {
      const town = await openTown(isForum)
      await openCase(town)
      const { id } = town.card()
      await town.after(() => [town.ana.presses('Tomar', id), town.luz.presses('Tomar', id)])
      expect(town.api.toasts.map(({ text }) => text)).toEqual(['Es tuyo.', expect.stringMatching('Lo tiene Ana.$')])
      expect(town.told()).toHaveLength(1)
    })

    it('is taken by whoever answers it first', async () => {
      const town = await openTown(isForum)
      await openCase(town)
      await town.answers(town.luz, 'Hola, soy Luz')
      expect(stateOf(town.card())).toMatch(/^Lo tiene Luz/)
      expect(town.told().at(-1)).toBe('Mesa de ayuda: Hola, soy Luz')
    })
  })

  describe('an answer', () => {
    it('reaches the student, and Ana is told so under her own words, with a way to take it back', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      const own = await town.answers(town.ana, '¿Qué te sale?')
      expect(town.told()).toEqual(['Mesa de ayuda: ¿Qué te sale?'])
      const sent = town.inGroup(/Enviado/)
      expect(sent).toMatchObject({ text: `#${code} · Enviado al estudiante.`, quotes: own })
      expect(labelsOf(sent)).toEqual(['Retirar (1 min)'])
      expect(sent.thread).toBe(town.card().thread)
    })

    it('of somebody else goes nowhere, and they are told whose it is', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      const own = await town.answers(town.luz, 'yo opino otra cosa')
      const why = `#${code} · No se envió: lo tiene Ana. Para una nota, empieza con //`
      expect(town.news()).toEqual([why])
      expect(town.inGroup(/No se envió/).quotes).toBe(own)
      expect(town.told()).toEqual([])
    })

    it('that begins with // is a note: it stays, and the case remembers it', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.answers(town.luz, `// ya le hablé a sistemas del ${NSS}`)
      expect([town.told(), town.news()]).toEqual([[], []])
      await town.after(() => town.ana.says(`/caso ${code}`))
      expect(town.news().join()).toContain('Luz: nota: ya le hablé a sistemas del •••••••0014')
    })

    it('is a picture or a voice note as well, copied and never described', async () => {
      const town = await openTown(isForum)
      await takenCase(town)
      await town.after(() => town.ana.sends('photo', { caption: 'así se ve', ...town.spot() }))
      await town.after(() => town.ana.sends('voice', town.spot()))
      await town.after(() => town.ana.sends('location', town.spot()))
      expect(town.told()).toEqual(['{photo} Mesa de ayuda: así se ve', '{voice} Mesa de ayuda'])
      expect(town.news().at(-1)).toMatch(/No se envió: eso no lo puedo pasar/)
    })

    it('mended in the group is mended at the student’s', async () => {
      const town = await openTown(isForum)
      await takenCase(town)
      const own = await town.answers(town.ana, 'Hoal')
      const shown = town.api.shown(STUDENT).at(-1)
      await town.after(() => town.ana.edits(own, 'Hola'))
      expect(town.api.shown(STUDENT).at(-1)).toMatchObject({ id: shown?.id, text: 'Mesa de ayuda: Hola' })
    })

    it('taken back within its minute is gone from the student, and said to be', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.answers(town.ana, 'eso no era para ti')
      const { id } = town.inGroup(/Enviado/)
      expect(await town.presses(town.ana, 'Retirar (1 min)', id)).toMatch(/^Retirado/)
      expect(town.told()).toEqual([])
      expect(town.api.shown(GROUP).find((one) => one.id === id)).toMatchObject({
        text: `#${code} · Retirado.`,
        buttons: [],
      })
    })

    it('can be taken back by nobody else, and not after its minute', async () => {
      const town = await openTown(isForum)
      await takenCase(town)
      await town.answers(town.ana, 'Hola')
      const { id } = town.inGroup(/Enviado/)
      expect(await town.presses(town.luz, 'Retirar (1 min)', id)).toBe('Lo tiene Ana.')
      await town.passes(2)
      expect(await town.presses(town.ana, 'Retirar (1 min)', id)).toMatch(/Ya pasó el minuto/)
      expect(town.told()).toEqual(['Mesa de ayuda: Hola'])
    })

    it('written beforehand is sent by two presses; one’s own words by a third', async () => {
      const town = await openTown(isForum)
      await takenCase(town)
      await town.presses(town.ana, 'Responder')
      expect(labelsOf(town.card())).toContain('← Regresar')
      expect(await town.presses(town.ana, 'Pedir foto')).toBe('Enviando.')
      expect(town.told()).toEqual([expect.stringMatching(/^Mesa de ayuda: ¿Me mandas una foto/)])
      await town.presses(town.ana, 'Responder')
      await town.presses(town.ana, 'Escribir')
      const prompt = town.inGroup(/Escribe tu respuesta/)
      expect(prompt).toMatchObject({ asks: true, thread: town.card().thread })
      expect(prompt.entities).toContainEqual(expect.objectContaining({ type: 'text_mention' }))
      const place = prompt.thread === null ? {} : { thread: prompt.thread }
      await town.after(() => town.ana.says('con mis palabras', { ...place, quotes: prompt.id }))
      expect(town.told()).toEqual(['Mesa de ayuda: con mis palabras'])
    })
  })

  describe('the student', () => {
    it('writes, sends a voice note and a document: all of it is in the case', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.after(() => town.phone.says(`no existe el ${NSS}`))
      const voice = await town.after(() => town.phone.sends('voice'))
      await town.after(() => town.phone.sends('document', 'el acuse'))
      expect(town.told()).toEqual([expect.stringMatching(/¿Ya están tapados\?/)])
      await town.after(() => town.phone.presses('Sí, pásalo'))
      expect(town.told()).toEqual(['Listo, ya lo tienen.'])
      await town.after(() => town.phone.sends('sticker'))
      expect(town.news()).toEqual([
        `#${code} · Estudiante: no existe el •••••••0014`,
        `{voice} #${code} · Estudiante mandó una nota de voz.`,
        `{document} #${code} · Estudiante mandó un archivo: el acuse`,
        '{sticker}',
        `#${code} · Estudiante mandó un sticker.`,
      ])
      expect(town.told()).toEqual([])
      const { thread, id } = town.card()
      const own = town.api.shown(GROUP).filter((one) => one.id > id)
      expect(own.map((one) => one.thread)).toEqual(own.map(() => thread))
      const place = thread === null ? {} : { message_thread_id: thread }
      const copied = town.api.calls.find(({ method }) => method === 'copyMessage')?.payload
      expect(copied).toMatchObject({ from_chat_id: String(STUDENT), message_id: voice, ...place })
    })

    it('is asked before a picture goes out, and it goes only if they say so', async () => {
      const town = await openTown(isForum)
      await takenCase(town)
      await town.after(() => town.phone.sends('photo', 'captura'))
      expect(town.told()).toEqual([expect.stringMatching(/¿Ya están tapados\?/)])
      await town.after(() => town.phone.presses('No lo pases'))
      expect(town.told()).toEqual([expect.stringMatching(/^No lo pasé/)])
      expect(town.news()).toEqual([])
      await town.after(() => town.phone.sends('photo', 'ya tapada'))
      await town.after(() => town.phone.presses('Sí, pásalo'))
      expect(town.news()).toEqual([expect.stringMatching(/^\{photo\} .*mandó una foto: ya tapada$/)])
      await town.after(() => town.phone.presses('Volver con el bot'))
      expect(town.told().join()).toMatch(/Aquí sigo yo/)
    })

    it('mends what they wrote, and it is mended in the group', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      const said = await town.after(() => town.phone.says('en mi curp'))
      const { id } = town.inGroup(/en mi curp/)
      await town.after(() => town.phone.edits(said, 'en mi acta'))
      expect(town.inGroup(/en mi acta/)).toMatchObject({ id, text: `#${code} · Estudiante (editado): en mi acta` })
    })

    it('goes back to the bot, and is brought back by the next answer', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.after(() => town.phone.presses('Volver con el bot'))
      expect(town.news()).toEqual([expect.stringMatching(`^#${code} · El estudiante volvió con el bot`)])
      expect(town.told().join()).toMatch(/Aquí sigo yo.*¿En qué vas\?/s)
      await town.after(() => town.phone.says('no he empezado'))
      expect(town.news()).toEqual([])
      town.told()
      await town.answers(town.ana, '¿sigues ahí?')
      expect(town.told()).toEqual([expect.stringMatching(/^Mesa de ayuda: ¿sigues ahí\?\n\nLo que escribas ahora/)])
      await town.after(() => town.phone.says('sí'))
      expect(town.news()).toContain(`#${code} · Estudiante: sí`)
    })

    it('in danger reads 911 and nothing else, and Ana is called by name', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.after(() => town.phone.says('me desmayé y no puedo respirar'))
      expect(town.told()).toEqual([expect.stringMatching(/^Llama al 911/)])
      const alarm = town.inGroup(/EMERGENCIA/)
      expect(alarm.thread).toBe(town.card().thread)
      expect(alarm.entities.flatMap(({ user }) => user?.id ?? [])).toEqual([ANA])
      expect(town.news().at(-1)).toBe(`#${code} · Estudiante: me desmayé y no puedo respirar`)
    })

    it('blocks the bot: the group is told at once, and that an answer did not arrive', async () => {
      const town = await openTown(isForum)
      const code = await takenCase(town)
      await town.after(() => town.phone.blocks())
      expect(town.news()).toEqual([`#${code} · El estudiante bloqueó al bot: por ahora no le llega nada.\nAna`])
      const own = await town.answers(town.ana, '¿me lees?')
      expect(town.news()).toEqual([`#${code} · No se entregó: el estudiante bloqueó al bot.\nAna`])
      expect(town.inGroup(/No se entregó/).quotes).toBe(own)
      await town.after(() => town.phone.unblocks())
      await town.answers(town.ana, '¿y ahora?')
      expect(town.news()).toEqual([expect.stringMatching('desbloqueó'), `#${code} · Enviado al estudiante.`])
    })
  })
}

import { describe, expect, it } from 'vitest'
import { GROUP, openCase, openTown, type Town, takenCase } from './walk.ts'

/** What the group answers to a command. */
async function asks(town: Town, text: string): Promise<string> {
  town.news()
  await town.after(() => town.ana.says(text))
  return town.news().join('\n')
}

/** What staff may type, in a group with topics and in one without. */
export function commandWalks(isForum: boolean): void {
  describe('the commands', () => {
    it('say what there is to do, whose it is, and what became of a case', async () => {
      const town = await openTown(isForum)
      expect(await asks(town, '/casos')).toMatch(/^Nada pendiente/)
      expect(await asks(town, '/pendientes')).toMatch(/^No tienes casos/)
      const code = await openCase(town)
      expect(await asks(town, '/casos')).toContain(`#${code} · Pidió una persona · libre · hoy`)
      expect(await asks(town, '/estado')).toMatch(/^Abierto ahora\. 1 caso pendiente, 1 sin tomar/)
      await town.presses(town.ana, 'Tomar')
      expect(await asks(town, '/casos@afilia_bot')).toBe(
        `1 caso pendiente, 0 sin tomar\n#${code} · Pidió una persona · Ana · hoy`,
      )
      expect(await asks(town, '/pendientes')).toContain(`Tienes 1 caso\n#${code}`)
      expect(await asks(town, `/caso ${code.toLowerCase()}`)).toMatch(/Lo tiene Ana.*\n23\/11 10:00 Ana: lo tomó/)
      expect(await asks(town, '/caso')).toMatch(/No encuentro ese caso/)
      expect(await asks(town, '/ayuda')).toMatch(/\/casos: Casos pendientes.*\/ayuda: Cómo se usa/s)
      expect(await asks(town, '/cassos')).toMatch(/No conozco ese comando/)
    })

    it('put a notice up and take it down; who comes to that step reads it', async () => {
      const town = await openTown(isForum)
      expect(await asks(town, '/aviso')).toMatch(/cia: el CIA/)
      expect(await asks(town, '/aviso cia No abre desde las 9.')).toMatch(/^Aviso puesto en el CIA: No abre/)
      expect(await asks(town, '/estado')).toMatch(/Avisos puestos:\nel CIA: No abre desde las 9\./)
      await town.after(() => town.phone.says('hola'))
      await town.after(() => town.phone.presses('Me marca error'))
      await town.after(() => town.phone.presses('La solicitud del CIA'))
      expect(town.told().join()).toMatch(/Aviso de la mesa · el CIA: No abre desde las 9\./)
      const { id } = town.inGroup(/Aviso puesto/)
      expect(await town.presses(town.ana, 'Ya funciona', id)).toBe('Avisando que ya funciona.')
      expect(town.news()).toEqual([expect.stringMatching(/^Aviso quitado en el CIA/)])
      expect(await asks(town, '/aviso cia fin')).toMatch(/el CIA no tiene aviso puesto/)
    })

    it('draw the figures and write them in a file, where they were asked for', async () => {
      const town = await openTown(isForum)
      await takenCase(town)
      const { thread } = town.card()
      const spot = thread === null ? {} : { thread }
      await town.after(() => town.ana.says('/estadísticas semana', spot))
      await town.after(() => town.ana.says('/exportar', spot))
      const [picture, file] = town.api.shown(GROUP).slice(-2)
      expect(picture).toMatchObject({ kind: 'photo', thread, text: expect.stringMatching(/^Cifras · del martes 17/) })
      expect(picture?.file?.bytes.subarray(1, 4).toString()).toBe('PNG')
      expect(file).toMatchObject({ kind: 'document', thread, text: expect.stringMatching(/^Cifras en CSV/) })
      expect(file?.file?.name).toMatch(/\.csv$/)
      expect(file?.file?.bytes.toString()).toMatch(/^\uFEFFPeriodo,Tema,Concepto,Cantidad/)
      expect(await asks(town, '/estadisticas siglo')).toMatch(/día, semana o periodo/)
    })

    it('are on the menu of this group and of no other', async () => {
      const town = await openTown(isForum)
      await town.api.called('setMyCommands', 3)
      const menus = town.api.calls.flatMap(({ method, payload }) => (method === 'setMyCommands' ? [payload] : []))
      const names = (type: string) => menus.filter(({ scope }) => JSON.stringify(scope).includes(`"${type}"`))
      expect(names('all_group_chats')).toMatchObject([{ commands: [] }])
      const [desk, ...others] = names('chat')
      expect(desk).toMatchObject({ scope: { type: 'chat', chat_id: String(GROUP) } })
      expect(JSON.stringify(desk?.commands)).toMatch(/"casos".*"estadisticas".*"ayuda"/)
      expect(others).toEqual([])
      for (const { commands } of names('all_private_chats')) expect(JSON.stringify(commands)).not.toContain('"casos"')
    })

    it('of somebody who is not in the group do nothing', async () => {
      const town = await openTown(isForum)
      await openCase(town)
      town.news()
      await town.after(() => town.api.groupSays(GROUP, '/casos', { from: 99 }))
      expect(town.news()).toEqual(['No se envió: solo contesta quien está en este grupo.'])
    })
  })
}

/** One thing a student does: a message in words, a press of the choice with this id, or something that is no text. */
export type Line = { says: string } | { presses: string } | { sends: 'sticker' | 'picture' }

/** A student's side of the whole talk. It begins anew at the end, so one chat may go on for hundreds of turns. */
export interface Dialogue {
  name: 'everyday' | 'held-out'
  lines: readonly Line[]
}

/** The world's clock begins here (10:00 in Sonora, a Monday), so "ayer" always means the same and no reminder falls due. */
export const BEGINNING = Date.UTC(2026, 10, 23, 17)

const says = (text: string): Line => ({ says: text })
const presses = (choice: string): Line => ({ presses: choice })
const sends = (thing: 'sticker' | 'picture'): Line => ({ sends: thing })

/** FROZEN: what the design is tuned on. Fifteen turns, so that turns 5, 50 and 200 stand at the same place. */
const everyday: Dialogue = {
  name: 'everyday',
  lines: [
    says('hola'),
    presses('not-started'),
    presses('begin'),
    presses('none'),
    presses('accept'),
    says('GOXA040229MSRMXNA6'),
    presses('mine'),
    presses('known'),
    says('24220400014'),
    says('y cuánto tiempo tarda el trámite?'),
    presses('saved'),
    says('ayer'),
    presses('yes'),
    says('reiniciar'),
    presses('yes'),
  ],
}

/** FROZEN, and never tuned on: a longer way with detours and a correction. */
const heldOut: Dialogue = {
  name: 'held-out',
  lines: [
    says('buenas tardes'),
    sends('sticker'),
    presses('not-started'),
    presses('begin'),
    says('menú'),
    presses('contacts'),
    presses('nainari'),
    presses('none'),
    presses('accept'),
    sends('picture'),
    says('LOXM031231XSRPXRA8'),
    presses('mine'),
    says('ya lo tengo'),
    says('92 91 90 8443-1'),
    presses('mine'),
    says('me equivoqué en mi nss'),
    says('24220400014'),
    presses('mine'),
    says('qué hospital me toca?'),
    presses('saved'),
    presses('other-day'),
    says('20 de noviembre'),
    presses('no'),
    says('dónde voy'),
    says('gracias'),
    says('reiniciar'),
    presses('yes'),
  ],
}

export const dialogues: Readonly<Record<Dialogue['name'], Dialogue>> = { everyday, 'held-out': heldOut }

export function lineAt({ lines }: Dialogue, turn: number): Line {
  const line = lines[turn % lines.length]
  if (!line) throw new Error('a dialogue without lines')
  return line
}

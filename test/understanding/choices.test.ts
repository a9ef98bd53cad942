import { describe, expect, it } from 'vitest'
import { seguroFacultativo as flow } from '../../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../../src/calendar.ts'
import { understand } from '../../src/understanding/understanding.ts'
import { loadWords } from '../words.ts'

const { texts, languages } = loadWords()
const spanish = languages.get('es')
if (!spanish) throw new Error('no Spanish')
const language = spanish
const calendar = createCalendar(flow.calendar)
const now = calendar.instant('2026-11-23', '12:00')

function heardAt(place: string, text: string): string {
  const wait = flow.places().find((candidate) => candidate.place === place)
  if (!wait) throw new Error(place)
  const choices = wait.choices.map((id) => {
    const key = `${wait.key}.choice-${id}`
    return { id, key, label: texts.say('es', flow.id, key) }
  })
  const question = { number: 1, expects: wait.expects, choices }
  const found = understand(language, { content: { kind: 'text', text }, question, flow: flow.id, now, calendar })
  if (found.kind === 'choice') return found.id
  return found.kind === 'topic' ? `topic ${found.id}` : found.kind
}

/** What students say instead of the button, and what is none of them. */
describe('answers in a student’s own words', () => {
  it.each([
    ['arrival.ask', 'kiero tramitar mi seguro', 'not-started'],
    ['arrival.ask', 'necesito el seguro facultatibo', 'not-started'],
    ['arrival.ask', 'ya mande la solisitud ayer', 'saved'],
    ['arrival.ask', 'me sale error en el sia', 'error'],
    ['arrival.ask', 'antes ya lo tenia', 'had-before'],
    ['arrival.ask', 'cuanto cuesta?', 'topic cost'],
    ['prerequisites.ask', 'sí', 'covered'],
    ['prerequisites.ask', 'mi papa me tiene en el issste', 'covered'],
    ['prerequisites.ask', 'no tengo ninguno', 'none'],
    ['prerequisites.ask', 'nose', 'unsure'],
    ['consent.ask', 'simon', 'accept'],
    ['consent.ask', 'nel', 'decline'],
    ['curp.capture', 'no me la se', 'where'],
    ['curp.capture', 'no tengo curp', 'none'],
    ['nss.ask', 'no tengo nss', 'unknown'],
    ['nss.ask', 'si me lo se', 'known'],
    ['nss.ask', 'es lo mismo que mi id?', 'topic nss-what'],
    ['request.form', 'ya le di guardar', 'saved'],
    ['request.form', 'no me deja guardarla', 'error'],
    ['request.form', 'no me se la contraseña', 'locked-out'],
    ['request.form', 'no se si se guardo bien', 'unsure'],
    ['request.form', 'me equivoque de nss', 'topic correct-nss'],
    ['waiting.wait', 'aun nada', 'not-yet'],
    ['waiting.wait', 'ya puedo revisar', 'look'],
    ['vigencia.right', 'dice que si', 'with'],
    ['vigencia.right', 'dice que no', 'without'],
    ['vigencia.right', 'si', 'with'],
    ['vigencia.employer', 'el itson', 'itson'],
    ['vigencia.employer', 'mi trabajo', 'current-job'],
    ['vigencia.employer', 'un trabajo anterior', 'former-job'],
    ['vigencia.employer', 'esta vacio', 'blank'],
    ['clinic.page', 'ya me registre', 'done'],
    ['clinic.page', 'no me deja', 'problem'],
  ])('at %s, "%s" is %s', (place, text, expected) => expect(heardAt(place, text)).toBe(expected))
})

it('a question asked where free text is wanted is answered, not filed', () => {
  expect(heardAt('request.error', '¿cuánto tarda?')).toBe('topic how-long')
  expect(heardAt('request.error', 'dice que el alumno no existe')).toBe('answer')
})

/** Whoever wants a person is asked for it in passing, and must not be asked twice. */
it.each(['no sé', 'no me lo sé', 'no me acuerdo', 'ni idea', 'no lo tengo a la mano', 'prefiero no', 'luego te digo'])(
  'no ID at hand is no reason to ask again: %s',
  (text) => {
    const key = 'detour-case-id.choice-skip'
    const choices = [{ id: 'skip', key, label: texts.say('es', flow.id, key) }]
    const question = { number: 1, expects: 'student-id' as const, choices }
    const found = understand(language, { content: { kind: 'text', text }, question, flow: null, now, calendar })
    expect(['skip', 'later']).toContain(found.kind === 'choice' ? found.id : found.kind)
  },
)

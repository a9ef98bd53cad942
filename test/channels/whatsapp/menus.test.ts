import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choiceOf, type NumberWords } from '../../../src/channels/whatsapp/menus.ts'
import { loadWords } from '../../words.ts'

const menu = (...labels: string[]) => ({
  question: 7,
  choices: labels.map((label, at) => ({ id: `c${at + 1}`, label })),
})
const pressed = (place: number) => ({ kind: 'press', question: 7, choice: `c${place}` })

/** As main hands it over: what the languages know of numbers. */
const spanish: NumberWords = (() => {
  const language = loadWords().languages.get('es')
  if (!language) throw new Error('no Spanish')
  return { ordinals: language.vocabulary.ordinals, stopWords: language.stopWords }
})()

const other = menu('No tengo otro', 'Sí tengo', 'Lo tuve hasta hace poco', 'No sé')

describe('an answer to a menu', () => {
  it.each([
    ['1', 1],
    ['2.', 2],
    [' 3 ) ', 3],
    ['#4', 4],
    ['(2)', 2],
    ['2️⃣', 2],
    ['３', 3],
    ['④', 4],
    ['la 1', 1],
    ['La 2 por favor', 2],
    ['opción 2', 2],
    ['OPCION 2', 2],
    ['la opción 3', 3],
    ['número 4', 4],
    ['es la 3', 3],
    ['tres', 3],
    ['la segunda', 2],
    ['no tengo otro', 1],
    ['NO  TENGO OTRO!!', 1],
    ['si tengo', 2],
    ['no se', 4],
    ['No tengo', 1],
    ['lo tuve', 3],
    ['1. No tengo otro', 1],
    ['3 lo tuve hasta', 3],
  ])('%j', (text, place) => expect(choiceOf(other, text, spanish)).toEqual(pressed(place)))

  it.each([
    ['', 'nothing'],
    ['   ', 'nothing'],
    ['0', 'no such number'],
    ['5', 'no such number'],
    ['99999999999', 'no such number'],
    ['1 o 2', 'two numbers'],
    ['1.5', 'two numbers'],
    ['la 1 y la 3', 'two numbers'],
    ['¿la 2?', 'a question'],
    ['la 2 no', 'a refusal'],
    ['tengo 2 hijos', 'a number of something else'],
    ['no', 'too short a beginning, of two'],
    ['lo', 'too short a beginning'],
    ['tengo', 'no beginning'],
    ['2. No tengo otro', 'number and label of two choices'],
    ['no tengo idea', 'other words'],
    ['gracias', 'other words'],
  ])('%j is none: %s', (text) => expect(choiceOf(other, text, spanish)).toBeNull())

  it('without words for numbers only the numbers themselves count', () => {
    expect(choiceOf(other, '2')).toEqual(pressed(2))
    expect(choiceOf(other, 'la 2')).toBeNull()
  })

  it('may have one slip in a long word', () => {
    const asked = menu('Vigencia', 'Solicitud', 'Me marca error', 'Seguro')
    expect(choiceOf(asked, 'bigencia')).toEqual(pressed(1))
    expect(choiceOf(asked, 'solicitu')).toEqual(pressed(2))
    expect(choiceOf(asked, 'solictiud')).toEqual(pressed(2))
    expect(choiceOf(asked, 'me marca eror')).toBeNull()
    expect(choiceOf(asked, 'vijensia')).toBeNull()
    expect(choiceOf(menu('Vigencia y solicitud'), 'vigencia y solisitud')).toEqual(pressed(1))
    expect(choiceOf(menu('Vigencia y solicitud'), 'bigencia y solisitud')).toBeNull()
    expect(choiceOf(asked, 'zeguro')).toEqual(pressed(4))
  })

  it.each([
    ['two that begin so', menu('Todavía no aparezco', 'Todavía no sé'), 'todavia no'],
    ['two a slip away', menu('Activada', 'Activado'), 'activadx'],
    ['two of the same label', menu('Otra', 'Otra'), 'otra'],
    ['a number that is the label of another', menu('2', 'Dos o más'), '2'],
  ])('%s: nothing is guessed', (_, asked, text) => expect(choiceOf(asked, text, spanish)).toBeNull())

  it('a label that another begins with means itself', () => {
    expect(choiceOf(menu('Otro día', 'Otro'), 'otro')).toEqual(pressed(2))
  })

  it('labels of nothing but signs can be said, too', () => {
    expect(choiceOf(menu('👍', '👎'), '👎')).toEqual(pressed(2))
  })
})

const word = fc.stringMatching(/^[a-zñáéíóú]{2,9}$/)
const label = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
const labels = fc.uniqueArray(label, {
  minLength: 1,
  maxLength: 12,
  selector: (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
})

it('each number and each label of any menu chooses its own, however it is written', () => {
  fc.assert(
    fc.property(labels, fc.nat(11), (some, at) => {
      const asked = menu(...some)
      const place = (at % some.length) + 1
      const own = some[place - 1] ?? ''
      const ways = [`${place}`, `${place}.`, `*${place}*`, `${place}\uFE0F\u20E3`, own, own.toUpperCase(), `  ${own}. `]
      for (const way of ways) expect(choiceOf(asked, way)).toEqual(pressed(place))
      expect(choiceOf(asked, own.normalize('NFD'))).toEqual(pressed(place))
      expect(choiceOf(asked, `${place}. ${own}`)).toEqual(pressed(place))
    }),
  )
})

it('whatever is answered, what comes is a choice of that menu or nothing; the order of the choices changes no words', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    label,
    fc.constantFrom('otr', 'la 1', '1 2', '__proto__', 'constructor'),
  )
  fc.assert(
    fc.property(labels, text, (some, said) => {
      const asked = menu(...some)
      const turned = { question: 7, choices: [...asked.choices].reverse() }
      const [one, two] = [choiceOf(asked, said, spanish), choiceOf(turned, said, spanish)]
      if (one === null) return
      expect(asked.choices.map(({ id }) => ({ kind: 'press', question: 7, choice: id }))).toContainEqual(one)
      if (!/\p{N}/u.test(said) && !isNumberWord(said)) expect(two).toEqual(one)
    }),
  )

  function isNumberWord(said: string): boolean {
    return said
      .split(/\P{L}+/u)
      .some((word) => spanish.ordinals.has(word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')))
  }
})

it('every label of the real procedures is told from the others beside it', () => {
  const { texts, flows } = loadWords()
  const failed = flows.flatMap((flow) =>
    flow.places().flatMap(({ key, choices }) => {
      const asked = {
        question: 7,
        choices: choices.map((id) => ({ id, label: texts.say('es', flow.id, `${key}.choice-${id}`) })),
      }
      return asked.choices.flatMap(({ id, label: own }, at) =>
        [own, `${at + 1}`, `la ${at + 1}`].filter((said) => {
          const content = choiceOf(asked, said, spanish)
          return content?.kind !== 'press' || content.choice !== id
        }),
      )
    }),
  )
  expect(failed).toEqual([])
})

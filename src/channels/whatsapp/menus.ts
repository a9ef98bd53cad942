import type { Choice } from '../../message.ts'
import type { Content } from '../../update.ts'
import { isOneSlipApart, tokens } from './normalise.ts'

/** A menu that was sent: its choices as they were numbered. */
export interface Asked {
  question: number
  choices: readonly Choice[]
}

/** How people speak of numbers, as the languages know it: without accents, in lower case. */
export interface NumberWords {
  /** "segunda": 2; 0 for what stands before a number ("opción"). */
  ordinals: ReadonlyMap<string, number>
  /** What may stand around a number and means nothing ("la"). */
  stopWords: ReadonlySet<string>
}

const NO_WORDS: NumberWords = { ordinals: new Map(), stopWords: new Set() }

/** Shorter beginnings say too little. */
const SHORTEST_BEGINNING = 4
/** Shorter words are too like one another. */
const SHORTEST_MISTYPED = 6

/**
 * What an answer means that quotes a menu: a press of the choice whose number or label it is; null if none, or not clear. The press
 * carries the menu's own question, so an old one is known as old.
 */
export function choiceOf({ question, choices }: Asked, text: string, words = NO_WORDS): Content | null {
  const said = tokens(text)
  if (said.length === 0) return null
  const labels = choices.map(({ label }) => tokens(label))
  const choice = choices[placeMeant(labels, said, text, words) ?? -1]
  return choice ? { kind: 'press', question, choice: choice.id } : null
}

/** Counts from 0. */
function placeMeant(labels: string[][], said: string[], text: string, words: NumberWords): number | null {
  const exact = placesOf(labels, (label) => label.join(' ') === said.join(' '))
  const number = text.includes('?') ? null : numberSaid(said, words)
  const isOffered = number !== null && number >= 1 && number <= labels.length
  const named = new Set([...exact, ...(isOffered ? [number - 1] : [])])
  if (named.size > 0) return only([...named])
  return number === null ? byWords(labels, said) : null
}

/** The one number in it, if all the rest only speaks of it. */
function numberSaid(said: readonly string[], { ordinals, stopWords }: NumberWords): number | null {
  const rest = said.filter((word) => !stopWords.has(word))
  const named = rest.filter((word) => ordinals.get(word) !== 0)
  const [word, another] = named
  if (word === undefined || another !== undefined) return null
  return /^\d{1,3}$/.test(word) ? Number(word) : (ordinals.get(word) ?? null)
}

function byWords(labels: string[][], said: string[]): number | null {
  const begun = beginnings(labels, said)
  if (begun.length > 0) return only(begun)
  const meant = mistyped(labels, said)
  if (meant !== null) return meant
  // A line of the menu as it stood: number and label must agree.
  const [first = '', ...rest] = said
  if (!/^\d{1,3}$/.test(first) || rest.length === 0) return null
  const own = labels[Number(first) - 1] ?? []
  const isOwn = own.join(' ') === rest.join(' ') || beginnings([own], rest).length > 0
  return isOwn ? Number(first) - 1 : null
}

function beginnings(labels: string[][], said: string[]): number[] {
  if (said.join('').length < SHORTEST_BEGINNING) return []
  return placesOf(labels, (label) => label.join(' ').startsWith(said.join(' ')))
}

/** One word of it mistyped, the others as they are. */
function mistyped(labels: string[][], said: string[]): number | null {
  return only(placesOf(labels, (label) => label.length === said.length && label.every(isFitting) && slips(label) === 1))

  function isFitting(word: string, at: number): boolean {
    const heard = said[at] ?? ''
    if (word === heard) return true
    return Math.min(word.length, heard.length) >= SHORTEST_MISTYPED && isOneSlipApart(word, heard)
  }

  function slips(label: string[]): number {
    return label.filter((word, at) => word !== said[at]).length
  }
}

function placesOf(labels: string[][], fits: (label: string[]) => boolean): number[] {
  return labels.flatMap((label, place) => (fits(label) ? [place] : []))
}

function only(places: number[]): number | null {
  const [place, another] = places
  return place !== undefined && another === undefined ? place : null
}

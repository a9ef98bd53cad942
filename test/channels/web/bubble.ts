import { type Message, richText, type Say } from '../../../src/message.ts'

/** Something for the bot to say, marks read as in the texts. */
export function bubble(text: string, more: Partial<Say> = {}): Say {
  return { type: 'say', key: 'said', body: richText(text), choices: [], question: 0, copies: [], ...more }
}

/** Other words and choices in its place. */
export function edit(ref: string, { key, body, choices, question }: Say): Message {
  return { type: 'edit', ref, key, body, choices, question }
}

export function choices(...labels: [id: string, label: string][]): Say['choices'] {
  return labels.map(([id, label]) => ({ id, label }))
}

/** One dot. */
export const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

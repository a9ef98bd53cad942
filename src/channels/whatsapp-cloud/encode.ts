import type { Choice, Mention, RichText, Say, Span } from '../../message.ts'
import { shorten, split, splitEnd } from './marks.ts'

/** One message as the Graph API takes it, without whom it goes to. */
export type Payload = { type: string } & Record<string, unknown>

/** Meta's own limits (Cloud API, text and interactive messages). */
const LONGEST_TEXT = 4096
const LONGEST_BODY = 1024
const MOST_BUTTONS = 3
const LONGEST_BUTTON = 20
const MOST_ROWS = 10
const LONGEST_ROW = 24
const LONGEST_DESCRIPTION = 72

export type Said = Pick<Say, 'body' | 'question' | 'choices'> & Partial<Pick<Say, 'copies' | 'mentions'>>

/** A say as one or more messages; choices hang under the last. `opener` is what a list is opened with. */
export function encode({ body, question, choices, copies = [], mentions = [] }: Said, opener: string): Payload[] {
  const whole = calling(copying(body, copies), mentions)
  const form = formOf(choices)
  if (form === 'numbers') return texts(numbered(whole, choices))
  if (form === 'none') return linked(whole) ?? texts(whole)
  const { before, end } = splitEnd(whole, LONGEST_TEXT, LONGEST_BODY)
  const action = form === 'buttons' ? buttons(question, choices) : list(question, choices, opener)
  return [...before.map(textPayload), interactive({ ...action, body: { text: end } })]
}

export function texts(body: RichText): Payload[] {
  return split(body, LONGEST_TEXT).map(textPayload)
}

function textPayload(body: string): Payload {
  return { type: 'text', text: { body, preview_url: false } }
}

function interactive(content: object): Payload {
  return { type: 'interactive', interactive: content }
}

/** What shows whole; a label nobody could read to its end is better written out. */
function formOf(choices: readonly Choice[]): 'none' | 'buttons' | 'list' | 'numbers' {
  const longest = Math.max(0, ...choices.map(({ label }) => label.length))
  const areTellable = new Set(choices.map(({ label }) => label)).size === choices.length
  if (choices.length === 0) return 'none'
  if (choices.length <= MOST_BUTTONS && longest <= LONGEST_BUTTON && areTellable) return 'buttons'
  return choices.length <= MOST_ROWS && longest <= LONGEST_DESCRIPTION && areTellable ? 'list' : 'numbers'
}

function buttons(question: number, choices: readonly Choice[]): object {
  const reply = ({ id, label }: Choice) => ({ type: 'reply', reply: { id: `${question}.${id}`, title: label } })
  return { type: 'button', action: { buttons: choices.map(reply) } }
}

function list(question: number, choices: readonly Choice[], opener: string): object {
  const rows = choices.map(({ id, label }) => ({
    id: `${question}.${id}`,
    title: shorten(label, LONGEST_ROW),
    ...(label.length > LONGEST_ROW && { description: label }),
  }))
  return { type: 'list', action: { button: shorten(opener, LONGEST_BUTTON), sections: [{ rows }] } }
}

/** A number is understood as well as the word. */
function numbered({ text, spans }: RichText, choices: readonly Choice[]): RichText {
  return { text: `${text}\n\n${choices.map(({ label }, at) => `${at + 1}. ${label}`).join('\n')}`, spans }
}

/** A link that ends the text on a line of its own becomes a button that says where it leads; null when there is none. */
function linked({ text, spans }: RichText): Payload[] | null {
  const [, above = '', url = ''] = /^(.*\S)\s*\n(https:\/\/\S+)\s*$/s.exec(text) ?? []
  if (url === '' || /https?:\/\//.test(above) || !URL.canParse(url)) return null
  const kept = spans.filter(({ at, length }) => at + length <= above.length)
  const { before, end } = splitEnd({ text: above, spans: kept }, LONGEST_TEXT, LONGEST_BODY)
  const display_text = shorten(new URL(url).hostname.replace(/^www\./, ''), LONGEST_BUTTON)
  const action = { name: 'cta_url', parameters: { display_text, url } }
  return [...before.map(textPayload), interactive({ type: 'cta_url', body: { text: end }, action })]
}

/** Nothing copies at one touch here: what is to be copied stands on a line of its own. */
function copying({ text, spans }: RichText, copies: Say['copies']): RichText {
  let out = text
  const more: Span[] = []
  for (const copy of copies) {
    out += `\n${copy.label}: `
    more.push({ at: out.length, length: copy.text.length, style: 'code' })
    out += copy.text
  }
  return { text: out, spans: [...spans, ...more] }
}

function calling({ text, spans }: RichText, mentions: readonly Mention[]): RichText {
  const names = mentions.map(({ name }) => name.trim()).filter((name) => name !== '')
  return names.length === 0 ? { text, spans } : { text: `${text}\n${names.join(' ')}`, spans }
}

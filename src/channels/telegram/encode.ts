import type { MessageEntity } from '@grammyjs/types'
import type { Mention, RichText, Say } from '../../message.ts'
import { type Marked, shorten, split } from './cut.ts'
import { type Keyboard, keyboardOf } from './keyboard.ts'

/** The text and buttons of one message of Telegram's. */
export interface Sending extends Marked {
  keyboard: Keyboard
}

/** Telegram's own limits (Bot API, sendMessage and sendPhoto). */
const LONGEST_TEXT = 4096
const LONGEST_CAPTION = 1024

/** A say as one or more messages; choices and copies hang under the last. Texts go as entities, never as markup. */
export function encode({ body, mentions = [], question, choices, copies }: Say): Sending[] {
  const all = split(calling(marked(body), mentions), LONGEST_TEXT)
  // Telegram refuses a part of nothing but space; a text of nothing else is for it to refuse.
  const spoken = all.filter(({ text }) => text.trim() !== '')
  const parts = spoken.length > 0 ? spoken : all
  return parts.map((part, index) => ({
    ...part,
    keyboard: index === parts.length - 1 ? keyboardOf(question, choices, copies) : [],
  }))
}

/** What stands in one message already: nothing can be put behind it, so what is too long is cut. */
export function encodeEdit(body: RichText): Marked {
  return shorten(marked(body), LONGEST_TEXT)
}

/** The words under a picture or a file. */
export function encodeCaption(caption: RichText): { caption: string; caption_entities: MessageEntity[] } {
  const { text, entities } = shorten(marked(caption), LONGEST_CAPTION)
  return { caption: text, caption_entities: entities }
}

function marked({ text, spans }: RichText): Marked {
  return { text, entities: spans.map(({ at, length, style }) => ({ type: style, offset: at, length })) }
}

/** Names at the end, by the person and not by a username, which many have not. A phone rings only for somebody named. */
function calling(whole: Marked, mentions: readonly Mention[]): Marked {
  let { text } = whole
  const entities = [...whole.entities]
  for (const [index, { id, name }] of mentions.filter(({ name }) => name.trim() !== '').entries()) {
    text += index === 0 ? '\n' : ' '
    const user = { id: Number(id), is_bot: false, first_name: name }
    if (Number.isSafeInteger(user.id))
      entities.push({ type: 'text_mention', offset: text.length, length: name.length, user })
    text += name
  }
  return { text, entities }
}

import type { Sent } from './fake-payloads.ts'

/** One message of the bot's as a phone shows it. */
export interface Shown {
  ref: string
  /** As it was addressed. */
  to: string
  type: string
  text: string
  buttons: { id: string; label: string; title: string }[]
  url?: string
  media?: string
  filename?: string
  quotes?: string
  opaque?: string
}

export function shownOf(sent: Sent, ref: string): Shown {
  return {
    ref,
    to: sent.to ?? sent.recipient ?? '',
    type: sent.type === 'interactive' ? sent.content.type : sent.type,
    text: textOf(sent),
    buttons: buttonsOf(sent),
    ...(sent.type === 'interactive' && sent.content.type === 'cta_url' && { url: sent.content.action.parameters.url }),
    ...('id' in sent.content && { media: sent.content.id }),
    ...('filename' in sent.content && { filename: sent.content.filename ?? '' }),
    ...(sent.context && { quotes: sent.context.message_id }),
    ...(sent.biz_opaque_callback_data !== undefined && { opaque: sent.biz_opaque_callback_data }),
  }
}

function textOf(sent: Sent): string {
  switch (sent.type) {
    case 'text':
      return sent.content.body
    case 'interactive':
      return sent.content.body.text
    case 'template':
      return `(${sent.content.name})`
    case 'audio':
    case 'sticker':
      return ''
    default:
      return sent.content.caption ?? ''
  }
}

function buttonsOf(sent: Sent): Shown['buttons'] {
  if (sent.type !== 'interactive') return []
  const { content } = sent
  if (content.type === 'button')
    return content.action.buttons.map(({ reply }) => ({ id: reply.id, label: reply.title, title: reply.title }))
  if (content.type !== 'list') return []
  return content.action.sections
    .flatMap(({ rows }) => rows)
    .map(({ id, title, description }) => ({ id, label: description ?? title, title }))
}

/** One person, whether their number is written with the 1 or without. */
export function personOf(address: string): string {
  return address.replace(/^521(?=\d{10}$)/, '52')
}

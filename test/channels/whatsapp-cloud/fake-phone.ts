import { personOf, type Shown } from './fake-chats.ts'
import type { WebhookCaller } from './fake-webhook.ts'

/** A student with a phone. What they do resolves once the bot has taken it. */
export interface Phone {
  /** Resolves with the ref. */
  says(text: string, more?: object): Promise<string>
  sends(type: 'image' | 'video' | 'audio' | 'document' | 'sticker', media: object): Promise<string>
  /** Anything else, exactly as given. */
  sendsRaw(fields: object): Promise<string>
  /** Presses the newest button or row with this label. */
  presses(label: string): Promise<string>
  /** The same for a choice by its id, whatever it is called. */
  chooses(choice: string): Promise<string>
  /** They wrote to the number before the bot was there. */
  wroteBefore(): void
  /** What the bot said, oldest first. */
  screen(): Shown[]
}

export interface PhoneParts {
  number: string
  webhook: WebhookCaller
  now(): number
  nextRef(): string
  screen(): Shown[]
  /** They wrote: from now on a day long they can be answered. */
  wrote(ref: string): void
}

export function phoneOf({ number, webhook, now, nextRef, screen, wrote }: PhoneParts): Phone {
  const contacts = [{ profile: { name: 'Ana' }, wa_id: number }]

  async function sendsRaw(fields: object): Promise<string> {
    const id = nextRef()
    wrote(id)
    const message = { from: number, id, timestamp: String(Math.floor(now() / 1000)), ...fields }
    await webhook.deliver({ contacts, messages: [message] })
    return id
  }

  function pressed(fits: (button: Shown['buttons'][number]) => boolean, what: string): Promise<string> {
    const shown = screen().findLast(({ buttons }) => buttons.some(fits))
    const button = shown?.buttons.find(fits)
    if (!shown || !button) throw new Error(`no button "${what}"`)
    const type = shown.type === 'list' ? 'list_reply' : 'button_reply'
    const interactive = { type, [type]: { id: button.id, title: button.title } }
    return sendsRaw({ type: 'interactive', context: { from: personOf(number), id: shown.ref }, interactive })
  }

  return {
    says: (body, more = {}) => sendsRaw({ type: 'text', text: { body }, ...more }),
    sends: (type, media) => sendsRaw({ type, [type]: media }),
    sendsRaw,
    presses: (label) => pressed((button) => button.label === label, label),
    chooses: (choice) => pressed(({ id }) => id.endsWith(`.${choice}`), choice),
    wroteBefore: () => wrote(nextRef()),
    screen,
  }
}

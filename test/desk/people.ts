import type { Agent as OnTelegram } from '../channels/telegram/fake-agent.ts'
import type { Shown as ShownByTelegram } from '../channels/telegram/fake-chats.ts'
import type { Phone } from '../channels/whatsapp/fake-phone.ts'
import type { Shown as ShownByWhatsApp } from '../channels/whatsapp/fake-screen.ts'
import type { FakeGraph } from '../channels/whatsapp-cloud/fake-graph.ts'
import { ANA_ON_WHATSAPP, GROUP, type Networks } from './on-networks.ts'

/** Something of the bot's as people read it, whatever the network. */
export interface Read {
  ref: string
  text: string
  /** The message it answers. */
  quotes: string | null
  bytes: Buffer | null
}

/** A student, on any network. */
export interface Student {
  /** What nobody at the desk may ever read. */
  identities: string[]
  says(text: string): Promise<unknown>
  /** Whatever is called so on what the bot asked last. */
  picks(label: string): Promise<unknown>
  sendsPicture(bytes: Buffer, caption: string): Promise<unknown>
  hears(pattern: RegExp): Promise<Read>
  screen(): Read[]
}

/** Somebody of the desk, in its group. */
export interface Agent {
  identities: string[]
  /** A button of a message: pressed, or its number written under it. */
  picks(label: string, ref: string): Promise<unknown>
  /** Returns what it is known by. */
  answers(text: string, ref: string): Promise<string>
  mends(own: string, text: string): Promise<unknown>
  sendsDocument(bytes: Buffer, ref: string): Promise<unknown>
  hears(pattern: RegExp): Promise<Read>
  /** What the group was told about something they wrote. */
  hearsBack(own: string, pattern: RegExp): Promise<Read>
  group(): Read[]
  /** What they were told in private. */
  privately(): Read[]
  /** They write to the bot in private, as they must before it may write to them. */
  opens(): Promise<unknown>
}

const ON_TELEGRAM = { student: 5550100001, ana: 7770100001 }
const CLOUD_NUMBER = '5216441112233'

export function telegramStudent({ telegram }: Networks): Student {
  const phone = telegram.student(ON_TELEGRAM.student)
  return {
    identities: [String(ON_TELEGRAM.student), `P${ON_TELEGRAM.student}`],
    says: async (text) => phone.says(text),
    picks: async (label) => phone.presses(label),
    sendsPicture: async (bytes, caption) =>
      phone.sends('photo', caption, { file_id: telegram.files.put(bytes), file_size: bytes.length }),
    hears: async (pattern) => ofTelegram(await phone.hears(pattern)),
    screen: () => phone.screen().map(ofTelegram),
  }
}

export function whatsappStudent({ whatsapp }: Networks): Student {
  const phone = whatsapp.phone(5)
  return {
    identities: identitiesOf(phone),
    says: (text) => phone.says(text),
    picks: (label) => phone.says(numberOf(label, ofWhatsApp(phone.screen().findLast(asks(label))))),
    sendsPicture: (bytes, caption) => phone.sends('image', bytes, { caption }),
    hears: (pattern) =>
      whatsapp.until(() =>
        phone
          .screen()
          .map(ofWhatsApp)
          .find(({ text }) => pattern.test(text)),
      ),
    screen: () => phone.screen().map(ofWhatsApp),
  }
}

export function cloudStudent({ graph }: Networks): Student {
  const phone = graph.phone(CLOUD_NUMBER)
  const read = (shown: FakeGraph['shown'][number]): Read => ({
    ref: shown.ref,
    text: shown.text.replaceAll('*', ''),
    quotes: shown.quotes ?? null,
    bytes: shown.media === undefined ? null : graph.files.bytes(shown.media),
  })
  return {
    identities: [CLOUD_NUMBER, CLOUD_NUMBER.replace('521', '52')],
    says: (text) => phone.says(text),
    picks: (label) => phone.presses(label),
    sendsPicture: (bytes, caption) =>
      phone.sends('image', { id: graph.files.keep(bytes, 'image/jpeg'), mime_type: 'image/jpeg', caption }),
    hears: async (pattern) => read(await graph.sees((shown) => pattern.test(read(shown).text))),
    screen: () => phone.screen().map(read),
  }
}

export function telegramAgent({ telegram }: Networks): Agent {
  const { ana: id } = ON_TELEGRAM
  const ana: OnTelegram = telegram.agent(GROUP, id, 'Ana')
  return {
    identities: [String(id)],
    picks: async (label, ref) => {
      await telegram.sees(({ id: at, buttons }) => String(at) === ref && buttons.some(({ text }) => text === label))
      return ana.presses(label, Number(ref))
    },
    answers: async (text, ref) => String(ana.says(text, { quotes: Number(ref) })),
    mends: async (own, text) => ana.edits(Number(own), text),
    sendsDocument: async (bytes, ref) =>
      ana.sends('document', {
        quotes: Number(ref),
        file: {
          file_id: telegram.files.put(bytes),
          file_size: bytes.length,
          file_name: 'vigencia.pdf',
          mime_type: 'application/pdf',
        },
      }),
    hears: async (pattern) => ofTelegram(await telegram.sees(({ chat, text }) => chat === GROUP && pattern.test(text))),
    hearsBack: async (own, pattern) =>
      ofTelegram(
        await telegram.sees(({ chat, quotes, text }) => chat === GROUP && String(quotes) === own && pattern.test(text)),
      ),
    group: () => telegram.shown(GROUP).map(ofTelegram),
    privately: () => telegram.shown(id).map(ofTelegram),
    opens: async () => ana.opened(),
  }
}

export function whatsappAgent({ whatsapp, group }: Networks): Agent {
  const ana = whatsapp.phone(ANA_ON_WHATSAPP)
  const read = () =>
    group
      .screen()
      .filter(({ by }) => by === 'bot')
      .map(ofWhatsApp)
  return {
    identities: identitiesOf(ana),
    picks: async (label, ref) => {
      const card = await whatsapp.until(() => group.screen().find((one) => one.id === ref && asks(label)(one)))
      return group.says(ana, numberOf(label, ofWhatsApp(card)), { quotes: ref })
    },
    answers: (text, ref) => group.says(ana, text, { quotes: ref }),
    mends: (own, text) => group.edits(ana, own, text),
    sendsDocument: (bytes, ref) => group.sends(ana, 'document', bytes, { quotes: ref }),
    hears: (pattern) => whatsapp.until(() => read().find(({ text }) => pattern.test(text))),
    hearsBack: (own, pattern) =>
      whatsapp.until(() => read().find(({ quotes, text }) => quotes === own && pattern.test(text))),
    group: read,
    privately: () => ana.screen().map(ofWhatsApp),
    opens: () => ana.says('hola'),
  }
}

function identitiesOf({ pn, lid }: Phone): string[] {
  return [pn, lid].flatMap((jid) => jid.match(/^\d+/) ?? [])
}

function ofTelegram({ id, text, quotes, file }: ShownByTelegram): Read {
  return { ref: String(id), text, quotes: quotes === null ? null : String(quotes), bytes: file?.bytes ?? null }
}

/** Without the marks of bold. */
function ofWhatsApp(shown: ShownByWhatsApp | undefined): Read {
  if (!shown) throw new Error('nothing of the kind was said')
  const { id, text, caption, quotes, media } = shown
  const words = (text || caption).replaceAll('*', '').replaceAll('\u2060', '')
  return { ref: id, text: words, quotes, bytes: media?.bytes ?? null }
}

function asks(label: string): (shown: ShownByWhatsApp) => boolean {
  return ({ text }) => new RegExp(`^\\d+\\. ${escaped(label)}$`, 'm').test(text)
}

function numberOf(label: string, { text }: Read): string {
  const number = new RegExp(`^(\\d+)\\. ${escaped(label)}$`, 'm').exec(text)?.[1]
  if (number === undefined) throw new Error(`nothing is called "${label}" in:\n${text}`)
  return number
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** What is made anew with every run, and so would change every picture, by names that stay. */
import type { RichText } from '../../src/message.ts'
import { loadWords } from '../words.ts'
import type { Bubble, Shot } from './chats.ts'

const CODES = ['AB3D-EF4G', 'HJ5K-MN6P', 'QR7S-TV8W', 'XY9Z-AC2D']
const CODE = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g
const { texts } = loadWords()
/** Scenes are played on a network of the tests'; whoever reads the guide has another. */
const CHANNEL = {
  ours: `· ${texts.say('es', null, 'channel-test')}`,
  shown: `· ${texts.say('es', null, 'channel-telegram')}`,
}

/** Gives the codes of a scene their names, in the order they are met; each as long as what it stands for. */
export function alike(): (text: string) => string {
  const met = new Map<string, string>()
  return (text) =>
    text.replace(CODE, (code) => {
      const name = met.get(code) ?? CODES[met.size]
      if (name === undefined) throw new Error('a scene has more cases than names')
      met.set(code, name)
      return name
    })
}

export function fixedNames(shots: readonly Shot[], rename: (text: string) => string): Shot[] {
  const bubble = (one: Bubble): Bubble => ({
    ...one,
    body: renamed(one.body, rename),
    quotes: one.quotes && bubble(one.quotes),
  })
  return shots.map((shot) => ({ ...shot, title: rename(shot.title), bubbles: shot.bubbles.map(bubble) }))
}

function renamed({ text, spans }: RichText, rename: (text: string) => string): RichText {
  const named = rename(text)
  const from = named.indexOf(CHANNEL.ours)
  if (from < 0) return { text: named, spans }
  const longer = CHANNEL.shown.length - CHANNEL.ours.length
  return {
    text: named.replace(CHANNEL.ours, CHANNEL.shown),
    spans: spans.map((span) => (span.at > from ? { ...span, at: span.at + longer } : span)),
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { parse } from '@fluent/syntax'

const LOCALES = new URL('../locales/', import.meta.url).pathname

/** Every key of a language: messages, and their attributes as "card.choice-take". `files` picks some of them by name. */
export function keysOf(language: string, files = /./): string[] {
  return readdirSync(LOCALES + language)
    .filter((name) => name.endsWith('.ftl') && files.test(name))
    .flatMap((name) => parse(readFileSync(`${LOCALES}${language}/${name}`, 'utf8'), {}).body)
    .flatMap((entry) =>
      entry.type === 'Message'
        ? [entry.id.name, ...entry.attributes.map(({ id }) => `${entry.id.name}.${id.name}`)]
        : [],
    )
}

/** RELIABILITY A7, A12 to A14: whatever a student writes reaches the group as words, and as nothing else. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asWritten, hasLink } from '../../src/desk/student-words.ts'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import { GROUP, opensCaseBy, startOnTelegram, type Telegram } from './on-telegram.ts'

const count = (text: string): number => [...new Intl.Segmenter('es', { granularity: 'grapheme' }).segment(text)].length
const ZALGO = `Z${'\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307'.repeat(40)}`
const FAMILY = '👩\u200D👩\u200D👧\u200D👦'

describe('words as they were written', () => {
  test.each([
    ['marks of ours and of others', '<b>x</b> *negrita* `código` _y_ [x](tg://user?id=1)'],
    ['accents, signs and smileys', '¿Qué pasó? ñandú 😀 日本語 עברית'],
    ['lines', 'uno\n\ndos'],
  ])('%s stay', (_, text) => expect(asWritten(text)).toBe(text))

  test.each([
    ['direction marks', '\u202Eabc\u2066d\u200F', 'abcd'],
    ['what nobody sees', 'a\u0000b\u0007c\u200Bd\uFEFFe\u00AD', 'abcde'],
    ['half a character', 'a\uD83Db', 'ab'],
    ['signs that no font has', 'a\uE000b\uE001c', 'abc'],
    ['a letter with a tower of marks', ZALGO, 'Z\u0300\u0301\u0302\u0303'.normalize('NFD')],
    ['a page of empty lines', 'a\r\n\r\n\n\n\u2028\u2029b', 'a\n\nb'],
    ['everybody called', '@all y @canal', '@\u200Dall y @\u200Dcanal'],
  ])('%s: not so', (_, text, shown) => expect(asWritten(text)).toBe(shown))

  test('a thousand characters at most, and none cut in two', () => {
    expect(asWritten('x'.repeat(1000))).toBe('x'.repeat(1000))
    expect(asWritten('x'.repeat(1001))).toBe(`${'x'.repeat(999)}…`)
    const flags = asWritten('🇲🇽'.repeat(2000))
    expect(flags).toBe(`${'🇲🇽'.repeat(999)}…`)
  })

  test('whatever it is: short, visible, calling nobody, and the same when it comes once more', () => {
    const unit = fc.constantFrom('grapheme', 'binary', 'grapheme-composite' as const)
    const strange = fc.constantFrom('@all', '\u202E', ZALGO, FAMILY, '\n', '\uD800', '@', '\t', 'x'.repeat(300))
    const text = fc.oneof(
      unit.chain((one) => fc.string({ unit: one, maxLength: 1500 })),
      fc.array(strange, { maxLength: 200 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (written) => {
        const shown = asWritten(written)
        expect(count(shown)).toBeLessThanOrEqual(1000 + (shown.match(/@/g)?.length ?? 0))
        expect(shown).not.toMatch(/@(?!\u200D)/)
        expect(shown.replaceAll('@\u200D', '')).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|[^\P{Cc}\n]/u)
        expect(shown).not.toMatch(/\p{M}{5}/u)
        expect(asWritten(shown)).toBe(shown)
      }),
    )
  })

  test.each([
    'https://imss-gob.mx.example',
    'mira www.algo.mx',
    'tg://user?id=1',
    'http://1.2.3.4/a',
    'itson.click/abc',
  ])('a link is known: %s', (text) => expect(hasLink(text)).toBe('yes'))
  test.each(['no hay. Luego te digo', 'son 3.5/10', '¿qué?', 'ana@itson.mx', 'hola...ok'])('no link: %s', (text) =>
    expect(hasLink(text)).toBe('no'),
  )
})

describe('in the group', () => {
  const NASTY = [
    '<b>negrita</b></code><a href="tg://user?id=1">x</a>',
    '*negrita* y `código` y [x](tg://user?id=7)',
    '@all @channel @ana_de_la_mesa',
    Array.from({ length: 200 }, (_, n) => `@user${n}`).join(' '),
    `\u202E${'שלום '.repeat(150)}\u2066fin`,
    FAMILY.repeat(100),
    ZALGO.repeat(10),
    'mira https://imss-gob.mx.example/entra y t.me/joinchat/AAA',
    `x\u0000y${'z'.repeat(3000)}`,
  ]

  test('of everything a student writes nothing marks, calls, leads or previews', async () => {
    const bot = await startOnTelegram()
    const phone = bot.api.student(5)
    phone.says(`me sale error ${NASTY[1]} @all`)
    const code = await opensCaseBy(phone)
    const card = await bot.group(new RegExp(`^#${code}`))
    bot.ana.says('Hola', { quotes: card.id })
    await phone.hears(/Hola/)
    for (const text of NASTY) {
      const { id } = newest(bot)
      phone.says(text)
      await bot.group(/Estudiante:/, id)
    }
    for (const [index, text] of NASTY.entries()) {
      const { id } = newest(bot)
      phone.sends('voice', text)
      const shown = await bot.group(/una nota de voz/, id)
      expect(shown.kind, String(index)).toBe('voice')
    }
    const first = phone.says('antes')
    await bot.group(/antes/)
    phone.edits(first, NASTY.join('\n'))
    await bot.group(/editado/)

    const relayed = bot.api.shown(GROUP).filter(({ text }) => /Estudiante|^#\S+ · Pidió/.test(text))
    expect(relayed).toHaveLength(1 + NASTY.length + NASTY.length + 1)
    for (const one of relayed) expect(marksOf(one)).toEqual([])
    expect(relayed.map(({ text }) => text).join('\n')).not.toMatch(/@(?!\u200D)|[\u202A-\u202E\u2066-\u2069]/)
    expect(relayed.filter(({ text }) => text.includes('⚠ Enlace del estudiante')).length).toBeGreaterThan(3)
    const sends = bot.api.calls.filter(({ method }) => /^(?:sendMessage|editMessageText)$/.test(method))
    for (const { payload } of sends) expect(payload.link_preview_options).toEqual({ is_disabled: true })
    expect(JSON.stringify(sends.map(({ payload }) => Object.keys(payload)))).not.toContain('parse_mode')
  })
})

function newest(bot: Telegram): Shown {
  const last = bot.api.shown(GROUP).at(-1)
  if (!last) throw new Error('nothing stands in the group')
  return last
}

/** What of its text is marked, but for the first line of a card, which is ours. */
function marksOf({ text, entities }: Shown): string[] {
  const own = text.includes('· Pidió') ? text.indexOf('\n') : -1
  return entities.filter(({ offset }) => offset > own).map(({ type }) => type)
}

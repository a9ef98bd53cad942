import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCurp } from '../../../flows/identifiers/curp.ts'
import { holdsIdentifier, maskCurp, maskIdentifiers, maskNss } from '../../../flows/identifiers/mask.ts'
import { readNss } from '../../../flows/identifiers/nss.ts'
import { curps, nssNumbers, surroundings, writtenApart } from './given.ts'

it('shows only what tells two of them apart', () => {
  expect(maskNss('92919084431')).toBe('•••••••4431')
  expect(maskCurp('SABC560626MDFLRN01')).toBe('SA••••••••••••••01')
})

describe('nothing of a number is left', () => {
  it.each([
    ['soy 92919084431', 'soy •••••••4431'],
    ['soy 92-91-90-8443-1.', 'soy •••••••4431.'],
    ['soy 9 2 9 1 9 0 8 4 4 3 1', 'soy •••••••4431'],
    ['92 - 91 - 90 - 8443 - 1', '•••••••4431'],
    ['92‑91‑90‑8443‑1', '•••••••4431'],
    ['92−91−90−8443−1', '•••••••4431'],
    ['92/91/90/8443/1', '•••••••4431'],
    ['9291\n9084431', '•••••••4431'],
    ['9291\u00a09084431', '•••••••4431'],
    ['9291\u200b9084431', '•••••••4431'],
    ['9️⃣2️⃣9️⃣1️⃣9️⃣0️⃣8️⃣4️⃣4️⃣3️⃣1️⃣', '•••••••4431'],
    ['９２９１９０８４４３１', '•••••••4431'],
    ['٩٢٩١٩٠٨٤٤٣١', '•••••••4431'],
    ['9291O084431 no jala', '•••••••4431 no jala'],
    ['9291908443l no jala', '•••••••443L no jala'],
    ['99999999999999999999', '•••••••9999'],
    ['CURP GOXA040229MSRMXNA6.', 'CURP GO••••••••••••••A6.'],
    ['curp goxa040229msrmxna6', 'curp GO••••••••••••••A6'],
    ['goxa 040229 msrmxna6', 'GO••••••••••••••A6'],
    ['G O X A 0 4 0 2 2 9 M S R M X N A 6', 'GO••••••••••••••A6'],
    ['GOXA\n040229\nMSRMXNA6', 'GO••••••••••••••A6'],
    ['ＧＯＸＡ０４０２２９ＭＳＲＭＸＮＡ６', 'GO••••••••••••••A6'],
    ['GÓXA040229MSRMXNA6', 'GÓ••••••••••••••A6'],
    ['G0XAO40229MSRMXNA6', 'G0••••••••••••••A6'],
    ['GOXA040229MSRMXNA', 'GO••••••••••••••NA'],
    ['mi RFC es GOXA040229AB1', 'mi RFC es GO••••••••••••••B1'],
    ['mi cel 644 123 4567', 'mi cel •••••••4567'],
    ['+52 1 644 123 4567', '•••••••4567'],
    ['correo ana.lopez@gmail.com, gracias', 'correo •••@••• gracias'],
    ['goxa040229@gmail.com', '•••@•••'],
    ['ana＠gmail.com', '•••@•••'],
  ])('%s', (text, masked) => expect(maskIdentifiers(text)).toBe(masked))
})

describe('other words stay', () => {
  it.each([
    'Error 404: el alumno no existe (código 12)',
    'me salió error0x80070005 el 23/11/2026 10:30 am',
    'lo guardé el 23-11-2026 y vivo en 85000',
    '¿Está bien? 😀 ñandú, pingüino',
  ])('%s', (text) => expect(maskIdentifiers(text)).toBe(text))
})

describe('a message that holds a whole number is known', () => {
  it.each([
    'es 92-91-90-8443-1',
    'es 92 - 91 - 90 - 8443 - 1',
    'es 11111111111',
    'es goxa040229msrmxna6',
    'G O X A 0 4 0 2 2 9 M S R M X N A 6',
    `${'bla '.repeat(300)} 92919084431`,
  ])('%s', (text) => expect(holdsIdentifier(text)).toBe(true))

  it.each([
    'tengo 2 dudas del 23/11/2026',
    'el 23-11-2026 a las 10:30',
    'mi cel es 644 123 4567',
    'https://example.mx/a?id=12345678901',
  ])('and one that does not: %s', (text) => expect(holdsIdentifier(text)).toBe(false))
})

it('whatever can be read as an identifier is known and masked', () => {
  const identifiers = fc.oneof(writtenApart(nssNumbers), writtenApart(curps))
  fc.assert(
    fc.property(identifiers, surroundings, ({ value, written }, [before, after]) => {
      const text = `${before} ${written} ${after}`
      const masked = maskIdentifiers(text)
      expect(holdsIdentifier(text)).toBe(true)
      expect(holdsIdentifier(masked)).toBe(false)
      expect(readNss(masked)).toBeNull()
      expect(readCurp(masked, '2026-11-23')).toBeNull()
      expect(masked).toContain(value.slice(-2))
    }),
  )
})

it('no text is left with ten digits in a row', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.stringMatching(/^\d{10,30}$/),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      (before, digits, after) => {
        expect(maskIdentifiers(`${before}${digits}${after}`)).not.toMatch(/\d{10}/)
      },
    ),
  )
})

it('no input makes it throw, and masking twice changes nothing more', () => {
  const masked = (text: string): string => {
    expect(typeof holdsIdentifier(text)).toBe('boolean')
    return maskIdentifiers(text)
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 70_000 }), (text) => {
      const once = masked(text)
      expect(maskIdentifiers(once)).toBe(once)
    }),
  )
  for (const piece of ['9', ' ', '1-', 'a1', 'o', 'AAAA1', '1 ', 'a@', '1---']) {
    const once = masked(piece.repeat(65_536 / piece.length))
    expect(maskIdentifiers(once)).toBe(once)
  }
})

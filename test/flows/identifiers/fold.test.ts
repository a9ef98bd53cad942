import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fold } from '../../../flows/identifiers/fold.ts'

const usual = fc.string({ unit: fc.constantFrom(...'aZñÑáÉüÚ09 -.,¿?¡!\t\n\r~@/_') })

it('folds what is usually written as it folds everything else', () => {
  // An invisible sign folds to nothing, but with it in the text nothing about it is usual any more.
  fc.assert(
    fc.property(usual, (text) => {
      expect(fold(text)).toBe(fold(`${text}\u200b`))
    }),
  )
})

it('keeps ñ, takes accents away and makes every space and dash the plain one', () => {
  expect(fold('Ñandú\tÜ–MÉ\u00a0²')).toBe('ñandu u-me 2')
})

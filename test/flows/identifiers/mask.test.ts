import fc from 'fast-check'
import { expect, it } from 'vitest'
import { holdsIdentifier, maskCurp, maskIdentifiers, maskNss } from '../../../flows/identifiers/mask.ts'

it('shows only what tells two of them apart', () => {
  expect(maskNss('92919084431')).toBe('•••••••4431')
  expect(maskCurp('SABC560626MDFLRN01')).toBe('SA••••••••••••••01')
})

it.each([
  'soy 92919084431',
  'soy 92-91-90-8443-1',
  'soy 9 2 9 1 9 0 8 4 4 3 1',
  '９２９１９０８４４３１',
  'CURP GOXA040229MSRMXNA6.',
  'curp goxa040229msrmxna6',
  'goxa 040229 msrmxna6',
  'mi cel 644 123 4567',
  '+52 1 644 123 4567',
  'correo ana.lopez@gmail.com',
])('leaves nothing of "%s"', (text) => {
  const masked = maskIdentifiers(text)
  expect(masked).not.toMatch(/9291|040229|1234567|123 4567|gmail/)
})

it('leaves other words alone', () =>
  expect(maskIdentifiers('Error 404: el alumno no existe (código 12)')).toBe(
    'Error 404: el alumno no existe (código 12)',
  ))

it('knows a message that holds a whole number', () => {
  expect(holdsIdentifier('es 92-91-90-8443-1')).toBe(true)
  expect(holdsIdentifier('es goxa040229msrmxna6')).toBe(true)
  expect(holdsIdentifier('tengo 2 dudas del 23/11/2026')).toBe(false)
})

it('no text is left with eleven digits in a row', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60 }),
      fc.stringMatching(/^\d{11}$/),
      fc.string({ maxLength: 60 }),
      (before, nss, after) => {
        expect(maskIdentifiers(`${before} ${nss} ${after}`)).not.toContain(nss)
      },
    ),
  )
})

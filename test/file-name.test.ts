import { expect, it } from 'vitest'
import { fileName } from '../src/file-name.ts'

const named = (name: string | undefined, mime = 'application/pdf') =>
  fileName({ thing: 'document', mime, ...(name !== undefined && { name }) })

it.each([
  ['vigencia.pdf', 'vigencia.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\yo\\tarea.docx', 'tarea.docx'],
  ['foto\u202Egpj.exe', 'fotogpj.exe'],
  ['a\u0000b\nc\u2028d.pdf', 'abcd.pdf'],
  ['  .oculto.  ', 'oculto'],
  ['¿es "este"?.pdf', '¿es _este__.pdf'],
  ['ho\u200Bla\u2066.txt', 'hola.txt'],
  ['dos   espacios.pdf', 'dos espacios.pdf'],
])('%j is called %j', (given, name) => {
  expect(named(given)).toBe(name)
})

it('is at most a hundred letters, its ending among them', () => {
  const long = named(`${'ñ'.repeat(300)}.pdf`)
  expect([...long]).toHaveLength(100)
  expect(long.endsWith('ñ.pdf')).toBe(true)
  expect([...named('🙂'.repeat(300))]).toHaveLength(100)
})

it.each([
  [undefined, 'application/pdf', 'document.pdf'],
  ['', 'image/jpeg', 'document.jpg'],
  ['...', 'audio/ogg; codecs=opus', 'document.ogg'],
  ['\u202E', 'application/x-unknown', 'document'],
])('without one (%j, %s) it is %s', (name, mime, expected) => {
  expect(named(name, mime)).toBe(expected)
})

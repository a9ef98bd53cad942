import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliasOf, bareJid, oneSpelling, readJid } from '../../../src/channels/whatsapp/address.ts'

const pn = (user: string, device = 0) => ({ kind: 'person', user, server: 'pn', device })

describe('an address', () => {
  it.each([
    ['5216441234567@s.whatsapp.net', pn('5216441234567')],
    ['5216441234567:12@s.whatsapp.net', pn('5216441234567', 12)],
    ['14155550100@c.us', pn('14155550100')],
    ['77001234567890@lid', { kind: 'person', user: '77001234567890', server: 'lid', device: 0 }],
    ['77001234567890:3@lid', { kind: 'person', user: '77001234567890', server: 'lid', device: 3 }],
    ['120363041234567890@g.us', { kind: 'group', id: '120363041234567890' }],
    ['5216441234567-1600000000@g.us', { kind: 'group', id: '5216441234567-1600000000' }],
  ])('%s', (jid, address) => expect(readJid(jid)).toEqual(address))

  it.each([
    'status@broadcast',
    '1600000000@broadcast',
    '120363041234567890@newsletter',
    '13135550002@c.us',
    '13135550002@s.whatsapp.net',
    '867051314767696@bot',
    '16505361212@c.us',
    '0@c.us',
    'server@c.us',
    '0@s.whatsapp.net',
    '5216441234567@hosted',
    '77001234567890@hosted.lid',
    '5216441234567_128:99@s.whatsapp.net',
    'abc@call',
    'abc@s.whatsapp.net',
    '5216441234567@s.whatsapp.net@g.us',
    '5216441234567@s.whatsapp.net\n',
    '5216441234567',
    '@lid',
    '',
    null,
    undefined,
  ])('of nobody who may write: %j', (jid) => {
    expect(readJid(jid)).toEqual({ kind: 'other' })
    expect(aliasOf(jid)).toBeNull()
    expect(bareJid(jid)).toBeNull()
  })
})

describe('one person', () => {
  const ten = fc.stringMatching(/^[1-9]\d{9}$/)
  const number = fc.stringMatching(/^[1-9]\d{6,14}$/)
  const device = fc.nat(99)

  it('of Mexico has one name, with the 1 and without, from any device', () => {
    fc.assert(
      fc.property(ten, device, device, (user, one, other) => {
        const alias = aliasOf(`52${user}:${one}@s.whatsapp.net`)
        expect(aliasOf(`521${user}:${other}@s.whatsapp.net`)).toBe(alias)
        expect(alias).toBe(`pn:52${user}`)
      }),
    )
  })

  it('of any other number keeps it, and two numbers are two people', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        if (!/^521\d{10}$/.test(a)) expect(oneSpelling(a)).toBe(a)
        const isOne = oneSpelling(a) === oneSpelling(b)
        expect(isOne).toBe(a.replace(/^521(?=\d{10}$)/, '52') === b.replace(/^521(?=\d{10}$)/, '52'))
      }),
    )
  })

  it('is never taken for whoever has the same digits as a LID', () => {
    fc.assert(fc.property(number, (user) => aliasOf(`${user}@lid`) !== aliasOf(`${user}@s.whatsapp.net`)))
    expect(aliasOf('5216441234567@lid')).toBe('lid:5216441234567')
  })

  it('is written to without a device, as the address had it', () => {
    expect(bareJid('5216441234567:9@c.us')).toBe('5216441234567@s.whatsapp.net')
    expect(bareJid('77001234567890:9@lid')).toBe('77001234567890@lid')
  })
})

it('anything at all can be read', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('', '@lid', '@s.whatsapp.net', '@g.us'), (user, server) => {
      expect(['person', 'group', 'other']).toContain(readJid(user + server).kind)
    }),
  )
})

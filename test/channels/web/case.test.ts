import { expect, test } from 'vitest'
import { caseOf } from '../../../src/channels/web/page/case.ts'
import type { Line, Logs, Shown } from '../../../src/channels/web/page/wire.ts'

const stamp = '2026-11-23 10:00'
const words = { key: 'k', spans: [], choices: [], question: 0 }
const shown = (id: number, line: Line): Shown => ({ ...line, id, at: id, stamp })
const bot = (id: number, text: string, quotes?: number): Shown =>
  shown(id, {
    ...{ type: 'bot', ...words, text, copies: [] },
    ...(quotes !== undefined && { quotes: { ref: String(quotes), text: '' } }),
  })

test('of several students only the lines about one belong to their case, however indirectly', () => {
  const logs: Logs = {
    student: [bot(1, 'Tu caso es AAAA-1111')],
    clock: [],
    desk: [
      bot(2, '#AAAA-1111 · Pidió una persona'),
      bot(3, '#BBBB-2222 · Pidió una persona'),
      shown(4, { type: 'person', who: 'agente-1', said: { kind: 'press', choice: 'take', label: 'Tomar', of: 2 } }),
      shown(5, { type: 'toast', of: 4, key: 'toast', text: 'Es tuyo' }),
      // Its words are kept in its newest edit only.
      bot(6, ''),
      shown(7, { type: 'revised', of: 6, ...words, text: '#AAAA-1111 · Escribió' }),
      shown(8, { type: 'person', who: 'agente-2', said: { kind: 'voice', quotes: { ref: '3', text: '' } } }),
      shown(9, { type: 'person', who: 'agente-1', said: { kind: 'text', text: 'va', quotes: { ref: '6', text: '' } } }),
      shown(10, { type: 'edit', of: 9, text: 'ya va' }),
      shown(11, { type: 'person', who: 'agente-1', said: { kind: 'text', text: 'café' } }),
      bot(12, 'Enviado', 9),
      shown(13, { type: 'delete', of: 3 }),
    ],
    'agente-1': [bot(14, '#AAAA-1111 · Sus datos')],
    'agente-2': [bot(15, '#BBBB-2222 · Sus datos')],
  }
  const belongs = caseOf(logs)
  const about = [...logs.desk, ...logs['agente-1'], ...logs['agente-2']].filter(belongs).map(({ id }) => id)
  expect(about).toEqual([2, 4, 5, 6, 7, 9, 10, 12, 14])
})

import { describe, expect, it } from 'vitest'
import { buttonIn, commandIn } from '../../src/desk/typed.ts'
import { agentOf, DESK_GROUP, STUDENT, startConversation } from '../conversation.ts'
import { inGroup, OPEN, opensCase, pressOf, wordsOf } from './at-the-desk.ts'

describe('a button in words', () => {
  it.each([
    ['tomar 7F3K-9QX2', { code: '7F3K-9QX2', label: 'tomar' }],
    ['7f3k-9qx2 Tomar', { code: '7F3K-9QX2', label: 'tomar' }],
    ['#7F3K-9QX2: ¡TOMAR!', { code: '7F3K-9QX2', label: 'tomar' }],
    ['← Regresar #7F3K-9QX2', { code: '7F3K-9QX2', label: 'regresar' }],
    ['Ya está vigente 7F3K-9QX2', { code: '7F3K-9QX2', label: 'ya esta vigente' }],
  ])('%s', (text, button) => {
    expect(buttonIn(text)).toEqual(button)
  })

  it.each(['tomar', '7F3K-9QX2', 'tomar 7F3K-9QX2 ya', 'tomar\n7F3K-9QX2', `${'a'.repeat(80)} 7F3K-9QX2`, ''])(
    'and not: %j',
    (text) => {
      expect(buttonIn(text)).toBeNull()
    },
  )
})

it.each([
  ['Casos', { name: 'casos', rest: '' }],
  ['¿casos?', { name: 'casos', rest: '' }],
  ['caso #7F3K-9QX2.', { name: 'caso', rest: '7F3K-9QX2' }],
  ['estadísticas  día', { name: 'estadisticas', rest: 'día' }],
  ['casos de hoy', null],
  ['', null],
])('a command in words: %j', (text, command) => {
  expect(commandIn(text)).toEqual(command)
})

async function servedCase() {
  const talk = await startConversation({ start: OPEN })
  talk.network.topics = 'yes'
  const code = await opensCase(talk, STUDENT)
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'take'), { press: 'p' })
  const thread = talk.delivered.find(({ message }) => message.type === 'topic')?.ref ?? '?'
  const read = () => talk.delivered.filter(({ to }) => to === STUDENT).map(({ message }) => wordsOf(message))
  return { talk, code, thread, read }
}

it('in the topic of a case a command’s name is a word for the student, and a button’s with its code is none', async () => {
  const { talk, code, thread, read } = await servedCase()
  const inTopic = { thread: { ref: thread, title: `#${code}` } }
  await talk.agentDoes('Ana', { kind: 'text', text: 'ayuda' }, inTopic)
  expect(read().at(-1)).toContain('ayuda')
  expect(inGroup(talk, 'desk-help')).toEqual([])
  await talk.agentDoes('Ana', { kind: 'text', text: `soltar ${code}` }, inTopic)
  expect(read().join()).not.toContain('soltar')
  expect(inGroup(talk, 'toast-released')).toHaveLength(1)
  await talk.close()
})

it('quoted, a command’s name answers whom it quotes', async () => {
  const { talk, code, read } = await servedCase()
  const card = inGroup(talk, 'card')[0]
  const quotes = { ref: card?.ref ?? '?', text: `#${code}`, own: true }
  await talk.agentDoes('Ana', { kind: 'text', text: 'casos' }, { quotes })
  expect(read().at(-1)).toContain('casos')
  expect(inGroup(talk, 'desk-cases')).toEqual([])
  await talk.agentDoes('Luz', { kind: 'text', text: 'casos' }, { quotes: { ref: 'x', text: '¿qué hacemos?' } })
  expect(inGroup(talk, 'desk-cases')).toEqual([])
  await talk.close()
})

it('nobody who may not press can press in words', async () => {
  const { talk, code } = await servedCase()
  const sender = { id: 'eva', name: 'Eva', anonymous: false }
  talk.network.left.add('eva')
  for (const more of [{ sender }, { sender: { ...sender, anonymous: true } }, { carried: true }])
    await talk.agentDoes('Ana', { kind: 'text', text: `soltar ${code}` }, more)
  const said = talk.delivered.flatMap(({ message }) =>
    'key' in message && /^toast-/.test(message.key) ? [message.key] : [],
  )
  expect(said.slice(-3)).toEqual(['toast-stranger', 'toast-anonymous', 'toast-carried'])
  expect(inGroup(talk, 'toast-released')).toEqual([])
  await talk.close()
})

it('what the network said of the sender with the message counts, and is not asked for again', async () => {
  const talk = await startConversation({ start: OPEN })
  const says = (name: string, member?: boolean) =>
    talk.agentDoes(name, { kind: 'text', text: 'estado' }, { sender: { ...agentOf(name), member } })
  const count = (key: string) => inGroup(talk, key).length
  talk.network.left.add('eva')
  await says('Eva')
  expect([count('desk-state'), count('desk-stranger')]).toEqual([0, 1])
  await says('Eva', true)
  expect([count('desk-state'), count('desk-stranger')]).toEqual([1, 1])
  await says('Ana', false)
  expect([count('desk-state'), count('desk-stranger')]).toEqual([1, 2])
  await talk.close()
})

import { expect, it } from 'vitest'
import { startConversation } from '../conversation.ts'
import { loadWords } from '../words.ts'
import { libraryCard } from './library-card.ts'

const words = loadWords({ flows: [libraryCard], dir: new URL('locales', import.meta.url).pathname })
const NOON = Date.UTC(2026, 10, 23, 19)

it('a second procedure runs alone on the same services, with nothing in src/ knowing it', async () => {
  const talk = await startConversation({ start: NOON, words, flows: [libraryCard] })
  for (const text of [
    'hola',
    'a que hora abre la biblioteca?',
    'aún no',
    'ya la tengo',
    'la perdí',
    'centro',
    'prefiero no darlo',
    'no tengo fecha',
    'ya la tengo',
  ]) {
    await talk.says({ kind: 'text', text })
  }
  const keys = talk.delivered.flatMap(({ to, message }) => (message.type === 'say' ? [{ to, key: message.key }] : []))
  await talk.close()
  expect(keys.filter(({ to }) => to === 'test:desk').map(({ key }) => key)).toEqual(['card'])
  expect(keys.filter(({ to }) => to === 'test:student').map(({ key }) => key)).toEqual([
    'photo-ask',
    'topic-open+photo-ask.short',
    'photo-where',
    'pickup-ask',
    'detour-campus',
    'detour-case-id',
    'detour-case-deadline',
    'case-opened',
    'contacts-center',
    'pickup-ask',
    'ticket-queued',
    'closed-done',
  ])
})

it('two procedures stand side by side, each keeping its place', async () => {
  const talk = await startConversation({ start: NOON, words, flows: words.flows })
  for (const text of [
    'hola',
    'no he empezado',
    'menú',
    'otro trámite',
    'credencial de la biblioteca',
    'ya la tengo',
    'menú',
    'otro trámite',
    'Seguro Facultativo del IMSS',
  ]) {
    await talk.says({ kind: 'text', text })
  }
  const last = talk.delivered.at(-1)?.message
  const keys = talk.delivered.flatMap(({ message }) => (message.type === 'say' ? [message.key] : []))
  await talk.close()
  expect(keys).toContain('pickup-ask')
  expect(last).toMatchObject({ key: 'welcome-intro' })
})

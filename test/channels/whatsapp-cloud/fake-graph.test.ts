import { expect, it, onTestFinished } from 'vitest'
import { startFakeGraph, TOKEN } from './fake-graph.ts'
import { NUMBER_ID } from './fake-webhook.ts'

/** What the other tests lean on: the fake refuses what Meta's documents say Meta refuses. */
const PHONE = '526441112233'
const base = { messaging_product: 'whatsapp', recipient_type: 'individual', to: PHONE }
const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } })
const buttons = (...all: object[]) => ask({ type: 'button', body: { text: '¿Ya?' }, action: { buttons: all } })
const rows = (...all: object[]) =>
  ask({ type: 'list', body: { text: '¿Cuál?' }, action: { button: 'Ver', sections: [{ rows: all }] } })
const link = (url: string, display_text = 'Abrir') =>
  ask({ type: 'cta_url', body: { text: 'Aquí' }, action: { name: 'cta_url', parameters: { display_text, url } } })
const text = (body: string) => ({ ...base, type: 'text', text: { body, preview_url: false } })

async function send(message: object): Promise<{ status: number; error: unknown }> {
  const graph = await startFakeGraph()
  onTestFinished(graph.close)
  graph.phone(PHONE).wroteBefore()
  const answer = await fetch(`${graph.root}/${NUMBER_ID}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })
  const body: unknown = await answer.json()
  return {
    status: answer.status,
    error: typeof body === 'object' && body !== null && 'error' in body ? body.error : null,
  }
}

it.each([
  ['a text', text('x'.repeat(4096))],
  ['three buttons', buttons(button('1', 'x'.repeat(20)), button('2', 'b'), button('3', 'c'))],
  ['ten rows', rows(...[...'0123456789'].map((id) => ({ id, title: 'x'.repeat(24), description: 'x'.repeat(72) })))],
  ['a link', link('https://www.imss.gob.mx')],
])('takes %s', async (_, message) => {
  expect(await send(message)).toEqual({ status: 200, error: null })
})

it.each([
  ['a text too long', text('x'.repeat(4097))],
  ['an empty text', text(' ')],
  ['a field nobody knows', { ...text('x'), reply_markup: {} }],
  ['no product', { ...text('x'), messaging_product: undefined }],
  ['nobody to send it to', { ...text('x'), to: undefined }],
  ['four buttons', buttons(...[...'1234'].map((id) => button(id, id)))],
  ['a button too long', buttons(button('1', 'x'.repeat(21)))],
  ['an id twice', buttons(button('1', 'a'), button('1', 'b'))],
  ['a title twice', buttons(button('1', 'a'), button('2', 'a'))],
  ['an id with spaces around it', buttons(button(' 1', 'a'))],
  [
    'a body too long',
    ask({ type: 'button', body: { text: 'x'.repeat(1025) }, action: { buttons: [button('1', 'a')] } }),
  ],
  ['eleven rows', rows(...[...'0123456789x'].map((id) => ({ id, title: id })))],
  ['a row too long', rows({ id: '1', title: 'x'.repeat(25) })],
  ['a description too long', rows({ id: '1', title: 'a', description: 'x'.repeat(73) })],
  ['a link that is not protected', link('http://www.imss.gob.mx')],
  ['words on a link too long', link('https://www.imss.gob.mx', 'x'.repeat(21))],
  ['a caption under a voice note', { ...base, type: 'audio', audio: { id: 'media1', caption: 'x' } }],
  ['a file nobody uploaded', { ...base, type: 'image', image: { id: 'media9' } }],
  ['an answer to nothing', { ...text('x'), context: { message_id: 'wamid.gone' } }],
])('refuses %s, in the shape of Meta', async (_, message) => {
  expect(await send(message)).toEqual({
    status: 400,
    error: {
      message: expect.stringMatching(/^\(#\d+\) /),
      type: 'OAuthException',
      code: expect.any(Number),
      error_data: { messaging_product: 'whatsapp', details: expect.any(String) },
      fbtrace_id: expect.any(String),
    },
  })
})

function ask(interactive: object): object {
  return { ...base, type: 'interactive', interactive }
}

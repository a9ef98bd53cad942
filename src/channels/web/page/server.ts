import type { SessionAnswer } from './wire.ts'

let token = ''

export async function ask<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`status ${response.status}`)
  // Our own server's answer, as wire.ts describes it.
  return response.json()
}

/** Gets the token every POST needs; a restarted server has a new one. */
export async function openSession(): Promise<SessionAnswer> {
  const session = await ask<SessionAnswer>('/api/session')
  token = session.token
  return session
}

/** Rejects when the server did not take it. */
export async function tell<Answer>(path: string, body: object): Promise<Answer> {
  let response = await post(path, body)
  if (response.status === 403) {
    await openSession()
    response = await post(path, body)
  }
  if (!response.ok) throw new Error(`status ${response.status}`)
  return response.json()
}

function post(path: string, body: object): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-afilia-token': token },
    body: JSON.stringify(body),
  })
}

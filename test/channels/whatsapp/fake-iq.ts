import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Companion, upload } from './fake-companion.ts'
import type { Exchange } from './fake-exchange.ts'
import { child, childrenOf, contentOf, node, SERVER } from './fake-node.ts'

/** Answers one kind of question; null where another must. */
export type Answer = (
  question: BinaryNode,
  xmlns: string,
) => Promise<BinaryNode[] | IqError | null> | BinaryNode[] | IqError | null

export interface IqError {
  code: string
  text: string
}

/** The answer to a question: what the first who knows says; to anything unknown, an empty one. */
export async function replyTo(question: BinaryNode, answers: readonly Answer[]): Promise<BinaryNode> {
  const { id, to, xmlns = '' } = question.attrs
  for (const answer of answers) {
    const content = await answer(question, xmlns)
    if (content === null) continue
    if (Array.isArray(content)) return node('iq', { id, from: to ?? SERVER, type: 'result' }, content)
    const error = node('error', { code: content.code, text: content.text })
    return node('iq', { id, from: to ?? SERVER, type: 'error' }, [error])
  }
  return node('iq', { id, from: to ?? SERVER, type: 'result' })
}

/** What every client asks when it comes in. */
export function greetings(question: BinaryNode, xmlns: string): BinaryNode[] | null {
  if (xmlns === 'abt') return [node('props', { hash: 'fake' })]
  if (xmlns === 'blocklist') return [node('list')]
  if (xmlns === 'privacy' && question.attrs.type === 'get') {
    return [node('privacy', {}, [node('category', { name: 'readreceipts', value: 'all' })])]
  }
  if (xmlns === 'w:sync:app:state') {
    const asked = childrenOf(child(question, 'sync'), 'collection')
    return [
      node(
        'sync',
        {},
        asked.map(({ attrs }) => node('collection', { name: attrs.name, version: '0' })),
      ),
    ]
  }
  return null
}

/** Its own keys, and those of whom it writes to. */
export function keyAnswers(companion: Companion, exchange: Exchange): Answer {
  return async (question, xmlns) => {
    if (xmlns !== 'encrypt') return null
    const asked = child(question, 'key')
    if (asked) {
      const users = childrenOf(asked, 'user').map(({ attrs }) => attrs.jid ?? '')
      const bundles = await Promise.all(
        users.map(async (jid) => exchange.handset(jid)?.cipher.bundle(jid) ?? node('user', { jid }, [notFound()])),
      )
      return [node('list', {}, bundles)]
    }
    const count = Math.max(companion.preKeys.length, companion.isSpared ? 1 : 0)
    if (child(question, 'count')) return [node('count', { value: String(count) })]
    if (child(question, 'digest')) return [node('digest')]
    upload(companion, question)
    return []
  }
}

/** Which devices somebody has, what their lid is, whether a number is on WhatsApp at all. */
export function usync(companion: Companion, exchange: Exchange): Answer {
  return (question, xmlns) => {
    if (xmlns !== 'usync') return null
    const list = child(child(question, 'usync'), 'list')
    const users = childrenOf(list, 'user').flatMap((user) => {
      const contact = child(user, 'contact')
      const jid = user.attrs.jid ?? (contact ? `${canonical(contentOf(contact).toString())}${SERVER}` : '')
      const handset = exchange.handset(jid)
      const known = node('contact', { type: handset ? 'in' : 'out' })
      if (!handset) return [node('user', { jid }, [known])]
      // Asked by lid, it does not say which lid that is.
      const lid = jid.endsWith('@lid') ? [] : [node('lid', { val: handset.lid })]
      return [node('user', { jid }, [devicesOf(handset === exchange.own() ? companion : null), ...lid, known])]
    })
    return [node('usync', {}, [node('result'), node('list', {}, users)])]
  }
}

function devicesOf(companion: Companion | null): BinaryNode {
  const linked = companion
    ? [node('device', { id: String(companion.device), 'key-index': String(companion.device) })]
    : []
  return node('devices', {}, [node('device-list', {}, [node('device', { id: '0' }), ...linked])])
}

/** Mexican mobile numbers stand with a 1 after the country's 52. */
function canonical(number: string): string {
  return number.replace(/\D/g, '').replace(/^52(?=\d{10}$)/, '521')
}

function notFound(): BinaryNode {
  return node('error', { code: '404', text: 'item-not-found' })
}

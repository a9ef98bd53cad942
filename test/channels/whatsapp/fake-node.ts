import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys'

export type Attrs = Record<string, string | undefined>

/** A stanza as WhatsApp speaks them; attributes left undefined are not there. */
export function node(tag: string, attrs: Attrs = {}, content?: BinaryNode[] | Uint8Array | string): BinaryNode {
  const there: Record<string, string> = {}
  for (const [name, value] of Object.entries(attrs)) if (value !== undefined) there[name] = value
  if (content === undefined) return { tag, attrs: there }
  return { tag, attrs: there, content: typeof content === 'string' ? Buffer.from(content) : content }
}

export function child(of: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return of && getBinaryNodeChild(of, tag)
}

export function childrenOf(of: BinaryNode | undefined, tag: string): BinaryNode[] {
  return of ? getBinaryNodeChildren(of, tag) : []
}

export function firstChild(of: BinaryNode): BinaryNode | undefined {
  return Array.isArray(of.content) ? of.content[0] : undefined
}

/** What stands in a child that must be there. */
export function bytesOf(of: BinaryNode | undefined, tag: string): Buffer {
  const content = child(of, tag)?.content
  if (typeof content === 'string') return Buffer.from(content)
  if (content instanceof Uint8Array) return Buffer.from(content)
  throw new Error(`no bytes in <${tag}>`)
}

export function contentOf(of: BinaryNode): Buffer {
  if (typeof of.content === 'string') return Buffer.from(of.content)
  if (of.content instanceof Uint8Array) return Buffer.from(of.content)
  throw new Error(`no bytes in <${of.tag}>`)
}

export function bigEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUIntBE(value, 0, length)
  return bytes
}

export const SERVER = '@s.whatsapp.net'

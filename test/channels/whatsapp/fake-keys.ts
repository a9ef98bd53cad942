import { BufferJSON, type SignalDataTypeMap, type SignalKeyStore } from '@whiskeysockets/baileys'
import { onlyTheUsed } from '../../../src/channels/whatsapp/sessions.ts'

/** A real phone tries a session without changing it. */
function textOf(type: string, text: string, before: string | undefined): string {
  return type === 'session' && before !== undefined ? onlyTheUsed(before, text) : text
}

/** Keys in memory, written and read as text, as if they stood on a disk. */
export function memoryKeys(): SignalKeyStore & { clear(): void } {
  const kept = new Map<string, string>()
  return {
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const text = kept.get(`${type} ${id}`)
        if (text !== undefined) found[id] = JSON.parse(text, BufferJSON.reviver)
      }
      return found
    },
    set(changes) {
      for (const [type, values] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(values ?? {})) {
          if (value === null || value === undefined) kept.delete(`${type} ${id}`)
          else
            kept.set(
              `${type} ${id}`,
              textOf(type, JSON.stringify(value, BufferJSON.replacer), kept.get(`${type} ${id}`)),
            )
        }
      }
    },
    clear: () => kept.clear(),
  }
}

import { BufferJSON, type SignalDataTypeMap, type SignalKeyStore } from '@whiskeysockets/baileys'

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
          else kept.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer))
        }
      }
    },
    clear: () => kept.clear(),
  }
}

/** What was last written about a chat, beside what it was made of: opened and read once, as long as nobody else wrote since. */
export interface Recent<Value> {
  /** The value, if this very text was the last one kept for the key. */
  get(key: string, text: string): Value | undefined
  keep(key: string, text: string, value: Value): void
}

/** Keeps as many keys, the last ones written. */
export function createRecent<Value>(most = 2000): Recent<Value> {
  const kept = new Map<string, { text: string; value: Value }>()
  return {
    get(key, text) {
      const last = kept.get(key)
      return last?.text === text ? last.value : undefined
    },
    keep(key, text, value) {
      kept.delete(key)
      kept.set(key, { text, value })
      if (kept.size > most) for (const oldest of kept.keys()) if (kept.delete(oldest)) break
    },
  }
}

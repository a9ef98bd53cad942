/** Runs what concerns one chat one after the other, in the order it came; chats do not wait for each other. */
export function inOrder() {
  const under = new Map<string, Promise<void>>()
  return async <T>(key: string, run: () => Promise<T>): Promise<T> => {
    for (let before = under.get(key); before; before = under.get(key)) await before
    const running = run()
    const end = (): void => void under.delete(key)
    under.set(key, running.then(end, end))
    return running
  }
}

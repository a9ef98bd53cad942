/** Runs what concerns one chat one after the other, in the order it came; chats do not wait for each other. */
export function createLanes() {
  const ends = new Map<string, Promise<void>>()
  return async <T>(chat: string, run: () => Promise<T>): Promise<T> => {
    const running = (ends.get(chat) ?? Promise.resolve()).then(run)
    const end = running.then(
      () => {},
      () => {},
    )
    ends.set(chat, end)
    void end.then(() => {
      if (ends.get(chat) === end) ends.delete(chat)
    })
    return running
  }
}

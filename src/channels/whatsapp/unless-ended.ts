/** The line ended before its answer came. */
export class LineEndedError extends Error {
  override readonly name = 'LineEndedError'
}

/**
 * What `work` becomes, unless the line ends first. Baileys takes its ear off a socket before it closes it, so a question that was out then
 * is answered after a minute; and one that needs the keys fails only once the socket is closed.
 */
export function unlessEnded<Result>(work: Promise<Result>, ended: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new LineEndedError('the line ended before the answer came'))
    // A line lives for weeks: nothing hangs on its end that has its answer.
    const letGo = (): void => ended.removeEventListener('abort', end)
    work.then(resolve, reject)
    work.then(letGo, letGo)
    if (ended.aborted) end()
    else ended.addEventListener('abort', end, { once: true })
  })
}

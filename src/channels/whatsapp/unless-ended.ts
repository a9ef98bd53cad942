/** The line ended before its answer came. */
export class LineEndedError extends Error {
  override readonly name = 'LineEndedError'
}

/**
 * What `work` becomes, unless the line ends first. Baileys takes its ear off a socket before it closes it, so a question that was out then
 * is answered after a minute; and one that needs the keys fails only once the socket is closed.
 */
export function unlessEnded<Result>(work: Promise<Result>, ended: Promise<void>): Promise<Result> {
  const end = ended.then((): never => {
    throw new LineEndedError('the line ended before the answer came')
  })
  return Promise.race([work, end])
}

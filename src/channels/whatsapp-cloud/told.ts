/**
 * What Meta has told of messages by the ids that went along with them. An answer that was lost on its way is found here: what was
 * taken once is not sent again.
 */
export interface Told {
  keep(opaque: string, ref: string): void
  refOf(opaque: string): string | undefined
}

const MOST = 5000

/** The last ones. */
export function createTold(): Told {
  const refs = new Map<string, string>()
  return {
    keep(opaque, ref) {
      refs.delete(opaque)
      refs.set(opaque, ref)
      if (refs.size > MOST) for (const oldest of refs.keys()) if (refs.delete(oldest)) break
    },
    refOf: (opaque) => refs.get(opaque),
  }
}

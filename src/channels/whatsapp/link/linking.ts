/** How the number stands with WhatsApp. */
export type LinkState =
  /** Another process has the line; or none has it yet, since whoever had it died a moment ago. */
  | { is: 'standby' }
  | { is: 'starting' }
  /** To be scanned by the phone; replaced by another one at `until` (ms). */
  | { is: 'qr'; qr: string; until: number }
  /** To be typed into the phone. */
  | { is: 'code'; code: string }
  | { is: 'linked'; since: number }
  | { is: 'stopped'; why: Stopped }

/** Unlinked by somebody; not let in any more; the account is used by another program; what is kept of it was changed, or waits for its key. */
export const stops = ['logged-out', 'forbidden', 'replaced', 'damaged', 'key-missing'] as const
export type Stopped = (typeof stops)[number]

/** What the page and the terminal need of whoever holds the socket. */
export interface Linking {
  state(): LinkState
  /**
   * Asks WhatsApp for the eight characters to link `number` (digits, with the country's) without a camera. Once it resolves the state
   * is `code`. Rejects when WhatsApp gives none.
   */
  requestCode(number: string): Promise<string>
  /** Forgets the link there was and begins a new one; resolves once that is under way. In standby there is none to be forgotten. */
  relink(): Promise<void>
}

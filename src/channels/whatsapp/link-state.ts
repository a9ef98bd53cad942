/** How the account stands, as whoever links it sees it. */
export type LinkState =
  | { is: 'starting' }
  /** To be scanned; `until` (ms) it is good. */
  | { is: 'qr'; qr: string; until: number }
  /** To be typed on the phone. */
  | { is: 'code'; code: string }
  | { is: 'linked'; since: number }
  /** `lost`: another process of ours serves the number. */
  | { is: 'stopped'; why: 'logged-out' | 'forbidden' | 'replaced' | 'lost' }

export interface Linking {
  state(): LinkState
  /** Asks for a code to type on the phone of this number (digits); eight letters and digits. */
  requestCode(number: string): Promise<string>
  /** Forgets the account's keys and begins anew. */
  relink(): Promise<void>
}

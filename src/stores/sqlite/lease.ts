/** `now` and `expires` are monotonic. */
export interface Lease {
  token: string
  now: number
  expires: number
}

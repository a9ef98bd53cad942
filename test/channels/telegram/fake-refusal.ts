import type { Json } from './fake-body.ts'

/** What Telegram answers when it does not do what it is asked. */
export class Refusal extends Error {
  readonly code: number
  readonly parameters: Json | undefined
  constructor(code: number, description: string, parameters?: Json) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

export function refused(code: number, description: string, parameters?: Json): Json {
  return { ok: false, error_code: code, description, ...(parameters && { parameters }) }
}

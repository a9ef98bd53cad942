/** What the Bot API answers to a message; nothing of it but the shape and the id is read. */
export const TAKEN = {
  ok: true,
  result: {
    message_id: 4711,
    from: { id: 1234567890, is_bot: true, first_name: 'Afilia', username: 'afilia_bot' },
    chat: { id: 1_000_000_001, first_name: 'Ana María', type: 'private' },
    date: 1_795_453_200,
    text: 'x'.repeat(200),
  },
}

/** Made once: what it costs would be taken for the bot's own work, on both sides. */
const response: Response = Object.create(Response.prototype, {
  ok: { value: true },
  status: { value: 200 },
  json: { value: async () => TAKEN },
  text: { value: async () => JSON.stringify(TAKEN) },
})

/** Stands in for fetch on both sides: answers at once, always the same. */
export async function stubbedFetch(): Promise<Response> {
  return response
}

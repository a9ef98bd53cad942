/** What the network and the bot know each other by. */
export const TOKEN = '123456:fake-token-of-the-tests-0123456789abc'
export const SECRET = 's'.repeat(40)
export const DESK_GROUP = -1009

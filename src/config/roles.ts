/** What of the work this process does: all of it, only taking in what webhooks bring, or all the rest. */
export const roles = ['all', 'receive', 'work'] as const
export type Role = (typeof roles)[number]

import { z } from 'zod'

/** What `.env.example` says of each variable. */
export const notes = z.registry<{ meaning: string; example: string }>()

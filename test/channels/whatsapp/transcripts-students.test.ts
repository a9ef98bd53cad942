import { playThose } from './transcripts.ts'

playThose((name) => !name.startsWith('desk'))

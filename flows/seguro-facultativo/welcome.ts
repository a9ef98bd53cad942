import { procedure, say } from './procedure.ts'

/** Step 1: what this is, why it is worth the trouble, and that it does not protect from today on. */
export const welcome = procedure.createStateConfig({
  id: 'welcome',
  initial: 'intro',
  states: {
    intro: {
      entry: say('welcome-what'),
      on: {
        'choice.begin': '#prerequisites',
        'choice.privacy': { actions: say('privacy-notice') },
      },
    },
  },
})

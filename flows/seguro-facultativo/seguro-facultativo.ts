import { defineFlow } from '../flow.ts'
import { cardFacts, contextSchema, facts, withoutIdentifiers } from './context.ts'
import { calendar, campuses, desk } from './institution.ts'
import { machine } from './machine.ts'

export const seguroFacultativo = defineFlow({
  id: 'seguro-facultativo',
  version: 1,
  steps: ['welcome', 'prerequisites', 'curp', 'nss', 'request', 'waiting', 'vigencia', 'clinic'],
  campuses,
  calendar,
  desk,
  machine,
  context: contextSchema,
  facts,
  cardFacts,
  withoutIdentifiers,
})

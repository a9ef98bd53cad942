import type { Flow } from './flow.ts'
import { missing } from './seguro-facultativo/institution.ts'
import { seguroFacultativo } from './seguro-facultativo/seguro-facultativo.ts'

/** The procedures Afilia knows; the first is where everyone begins. A new one adds its line here. */
export const flows: readonly Flow[] = [seguroFacultativo]

/** Institution data still to be settled, as `flow: field`. */
export const unsettled: readonly string[] = missing().map((field) => `${seguroFacultativo.id}: ${field}`)

/** What goes without saying when a record is written: null, false, 0, "", [] and {}. */
export function emptiesIn(whole: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => isEmpty(value)))
}

/** The record without the values that are as empty as they were in the beginning; `{ ...empties, ...record }` brings them back. */
export function withoutEmpties(record: object, empties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lean: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record)) {
    if (!(name in empties && isEmpty(value) && isSame(value, empties[name]))) lean[name] = value
  }
  return lean
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === 0 || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** Of two empty values: whether they are empty in the same way. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && typeof other === 'object' && kindOf(one) === kindOf(other))
}

function kindOf(value: object | null): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : 'record'
}

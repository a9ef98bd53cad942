/** What a spreadsheet takes for the beginning of a formula, full width included (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/
const QUOTED = /[",\r\n\t\0]/
/** Without it Excel reads no UTF-8. */
const MARK = '\uFEFF'

/** RFC 4180, for people who open it with a double click: no cell is ever a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

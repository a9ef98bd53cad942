/** What staff type instead of pressing something: commands and buttons by their names. */

/** As people write a name: in any case, with accents or without, with whatever marks around it. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

const CODE = /#?\b([A-Z0-9]{4}-[A-Z0-9]{4})\b/
/** No button has a longer name, and no command a longer argument. */
const LONGEST = 80

/** "tomar 7F3K-9QX2", "#7f3k-9qx2 Tomar": the plain words before or after the code of a case; null when it is neither. */
export function buttonIn(text: string): { code: string; label: string } | null {
  if (text.length > LONGEST || text.includes('\n')) return null
  const shouted = text.trim().toUpperCase()
  const found = CODE.exec(shouted)
  const [whole = '', code = ''] = found ?? []
  const before = shouted.slice(0, found?.index ?? 0)
  const after = shouted.slice((found?.index ?? 0) + whole.length)
  const [one, other] = [plain(before), plain(after)]
  if (code === '' || (one === '') === (other === '')) return null
  return { code, label: one === '' ? other : one }
}

/** "Casos", "caso #7f3k-9qx2", "cifras semana": a name and at most one argument; null when it is longer than that. */
export function commandIn(text: string): { name: string; rest: string } | null {
  const [name = '', rest = '', more] = text.trim().split(/\s+/)
  if (text.length > LONGEST || name === '' || more !== undefined) return null
  return { name: plain(name), rest: rest.replaceAll(/^[#¿¡]+|[?!.,]+$/g, '') }
}

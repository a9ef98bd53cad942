/** What a phone shows of a text, read as eagerly as any client of WhatsApp might: if nothing is misread here, nothing is anywhere. */
export interface Seen {
  /** Without marks, joiners and wide signs. */
  text: string
  bold: string[]
  code: string[]
  /** Shown slanted, struck through or as a quotation: we never ask for these. */
  stray: string[]
}

export function seen(sent: string): Seen {
  const found: Seen = { text: '', bold: [], code: [], stray: [] }
  found.text = sent
    .split('\n')
    .map((line) => {
      if (line.startsWith('>')) found.stray.push(line)
      return readable(shownLine(line, found))
    })
    .join('\n')
  return found
}

/** Signs as they were meant. */
export function readable(text: string): string {
  return text.replaceAll('\u2060', '').replace(/[＊＿～｀]/g, (sign) => sign.normalize('NFKC'))
}

function shownLine(line: string, found: Seen): string {
  const link = /https?:\/\/\S+/.source
  const code = /`(?<code>[^`]+)`/.source
  const bold = /\*(?<bold>[^\s*]|[^\s*][^*]*[^\s*])\*/.source
  const struck = /~(?:[^\s~]|[^\s~][^~]*[^\s~])~/.source
  const slanted = /(?<![\p{L}\p{N}])_(?:[^\s_]|[^\s_].*?[^\s_])_(?![\p{L}\p{N}])/u.source
  return line.replace(new RegExp([link, code, bold, struck, slanted].join('|'), 'gu'), (...match) => {
    const [whole = ''] = match
    const groups: Record<string, string | undefined> = match.at(-1)
    if (groups.code !== undefined) {
      found.code.push(readable(groups.code))
      return groups.code
    }
    if (groups.bold !== undefined) {
      found.bold.push(readable(groups.bold))
      return shownLine(groups.bold, found)
    }
    if (!whole.startsWith('http')) found.stray.push(whole)
    return whole
  })
}

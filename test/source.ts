/** Reads TypeScript just well enough to tell code from words: for tests about the source itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Source {
  /** From the root of the repository, "src/main.ts". */
  path: string
  lines: number
  /** The program with comments, the insides of strings and patterns blanked; same length, same lines. */
  code: string
  /** String literals and templates; `{}` stands for what is interpolated. */
  texts: Piece[]
  /** Regular expressions. */
  patterns: Piece[]
  imports: Import[]
}

export interface Piece {
  line: number
  text: string
}

export interface Import {
  line: number
  from: string
  /** Gone once compiled. */
  typeOnly: boolean
}

export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => parseSource(join(folder, name), readFileSync(join(root, folder, name), 'utf8'))),
  )
}

export function parseSource(path: string, text: string): Source {
  const code = text.split('')
  const texts: (Piece & { at: number })[] = []
  const patterns: Piece[] = []
  let at = 0

  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i += 1) if (code[i] !== '\n') code[i] = ' '
  }
  const skipTo = (end: number): void => {
    blank(at, end)
    at = end
  }

  /** Leaves `at` behind the closing quote. */
  function readString(quote: string): void {
    const start = at
    at += 1
    while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1
    texts.push({ at: start, line: lineOf(start), text: text.slice(start + 1, at) })
    blank(start + 1, at)
    at += 1
  }

  function readTemplate(): void {
    const start = at
    let piece = ''
    at += 1
    while (at < text.length && text[at] !== '`') {
      const from = at
      if (text.startsWith('${', at)) {
        at += 2
        readCode(true)
        piece += '{}'
      } else {
        at += text[at] === '\\' ? 2 : 1
        piece += text.slice(from, at)
        blank(from, at)
      }
    }
    texts.push({ at: start, line: lineOf(start), text: piece })
    at += 1
  }

  function readPattern(): void {
    const start = at
    let inClass = false
    at += 1
    while (at < text.length && (inClass || text[at] !== '/')) {
      if (text[at] === '[') inClass = true
      if (text[at] === ']') inClass = false
      at += text[at] === '\\' ? 2 : 1
    }
    patterns.push({ line: lineOf(start), text: text.slice(start + 1, at) })
    blank(start + 1, at)
    at += 1
  }

  /** Reads to the end, or to the brace that closes an interpolation. */
  function readCode(interpolated: boolean): void {
    let depth = 0
    while (at < text.length) {
      const char = text[at] ?? ''
      if (text.startsWith('//', at)) skipTo(endOf(text, '\n', at))
      else if (text.startsWith('/*', at)) skipTo(endOf(text, '*/', at) + 2)
      else if (char === "'" || char === '"') readString(char)
      else if (char === '`') readTemplate()
      else if (char === '/' && beginsPattern(code.slice(Math.max(0, at - 60), at).join(''))) readPattern()
      else {
        at += 1
        if (char === '{') depth += 1
        if (char === '}') depth -= 1
        if (interpolated && depth < 0) return
      }
    }
  }

  readCode(false)
  const blanked = code.join('')
  return {
    path,
    lines: text.replace(/\n$/, '').split('\n').length,
    code: blanked,
    texts: texts.filter((piece) => !isImport(blanked, piece.at)),
    patterns,
    imports: texts
      .filter((piece) => isImport(blanked, piece.at))
      .map((piece) => ({ line: piece.line, from: piece.text, typeOnly: isTypeOnly(blanked.slice(0, piece.at)) })),
  }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end
}

/** A slash divides after a value and begins a pattern after anything else. */
function beginsPattern(before: string): boolean {
  const last = before.trimEnd()
  return last === '' || /(?:[(,=:[!&|?{;+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete|default))$/.test(last)
}

function isImport(code: string, at: number): boolean {
  return /(?:\bfrom\s*|\bimport\s*\(?\s*)$/.test(code.slice(Math.max(0, at - 40), at))
}

function isTypeOnly(before: string): boolean {
  const statement = before.slice(Math.max(before.lastIndexOf('import'), before.lastIndexOf('export')))
  if (/^(?:import|export)\s+type\b/.test(statement)) return true
  const named = /^import\s*\{([^}]*)\}/.exec(statement)?.[1]
  return named?.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name)) ?? false
}

import { pino, stdTimeFunctions } from 'pino'
import { z } from 'zod'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Everything that may stand in a log line besides its message. A field that is not here is dropped; so is a value that could identify. */
export interface LogFields {
  /** HMAC key of a chat, never its address. */
  chat?: string
  turn?: number
  /** Code of a case at the desk. */
  case?: string
  /** HMAC key of a member of the desk, never their id or name. */
  agent?: string
  channel?: string
  flow?: string
  /** A place in a flow, "nss.capture". */
  place?: string
  count?: number
  /** Code or short set phrase; what a network answered, as far as it holds no numbers. */
  reason?: string
  /** HTTP status. */
  status?: number
  ms?: number
  /** Anything thrown. Only its name, code and stack frames are logged; the message too, if it is a SafeError. */
  error?: unknown
}

export interface Log {
  debug: Write
  info: Write
  warn: Write
  error: Write
}

/** Messages are constants: an interpolated one does not compile, since nobody can know what it carries. */
export type Write = <M extends string>(fields: LogFields, message: Constant<M>) => void
type Constant<M extends string> = Record<never, never> extends Record<M, 1> ? never : M

/** An error of our own whose message was written to be logged: a constant, or numbers and codes of ours. */
export class SafeError extends Error {
  override readonly name: string = 'SafeError'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** JSON lines on stdout. The allow-list works before pino sees a field: redaction by path leaks whatever it did not foresee. */
export function createLog(level: LogLevel, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const out = destination ? pino(options, destination) : pino(options)
  const writer =
    (name: 'debug' | 'info' | 'warn' | 'error'): Write =>
    (fields, message) => {
      if (!out.isLevelEnabled(name)) return
      const text: string = phrase.safeParse(message).success ? message : WITHHELD
      out[name](allowed(fields), text)
    }
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') }
}

const WITHHELD = '(withheld)'

/** NSS, CURP, phones, chat ids and tokens all hold five digits or more, however they are spaced; what we log as text never does. */
const fewDigits = (text: string): boolean => (text.match(/\p{Nd}/gu)?.length ?? 0) <= 4
const phrase = z
  .string()
  .max(200)
  .regex(/^[\x20-\x7e]*$/)
  .refine(fewDigits)
const name = z
  .string()
  .max(60)
  .regex(/^[A-Za-z][\w.-]*$/)
  .refine(fewDigits)
/** Nine digits at most: an NSS handed over as a number has ten or eleven, a phone ten. */
const number = z.number().gt(-1e9).lt(1e9)

const fieldSchemas = {
  // base64url or hex, without the colon of a ChatId; an identifier by itself is too short to be one.
  chat: z.string().regex(/^[\w-]{20,64}$/),
  turn: number,
  case: z.string().regex(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
  agent: z.string().regex(/^[\w-]{20,64}$/),
  channel: name,
  flow: name,
  place: name,
  count: number,
  reason: phrase,
  status: number,
  ms: number,
  error: z.unknown().transform((error) => errorRecord(error, 0)),
} satisfies Record<keyof LogFields, z.ZodType>

function allowed(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(fieldSchemas)) {
    const value: unknown = Reflect.get(fields, key)
    if (value === undefined) continue
    const { success, data } = schema.safeParse(value)
    line[key] = success ? data : WITHHELD
  }
  return line
}

interface ErrorRecord {
  name: string
  code?: string
  message?: string
  stack?: string[]
  cause?: ErrorRecord
}

const DEEPEST_CAUSE = 3

function errorRecord(error: unknown, depth: number): ErrorRecord {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? name.safeParse(error.code) : null
  const safe = error instanceof SafeError && phrase.safeParse(error.message).success
  return {
    name: name.safeParse(error.name).data ?? 'Error',
    ...(code?.success && { code: code.data }),
    ...(safe && { message: error.message }),
    stack: frames(error),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: errorRecord(error.cause, depth + 1) }),
  }
}

const MOST_FRAMES = 12
const FRAME = /^ {4}at (?:([\w$.<># ]{1,80}) \()?((?:file:\/\/|node:|\/|[A-Z]:\\)[^()]{1,300}):(\d{1,6}):(\d{1,6})\)?$/

/** Where it was thrown, without the message that stands before the frames and may itself look like one. */
function frames(error: Error): string[] {
  const stack = typeof error.stack === 'string' ? error.stack.slice(0, 20_000) : ''
  const start = error.message === '' ? -1 : stack.indexOf(error.message)
  const lines = (start < 0 ? stack : stack.slice(start + error.message.length)).split('\n')
  return lines.flatMap(frame).slice(0, MOST_FRAMES)
}

function frame(line: string): string[] {
  const [, caller = '', file = '', row = '', column = ''] = FRAME.exec(line) ?? []
  const path = file
    .replace(/^file:\/\//, '')
    .replace(`${process.cwd()}/`, '')
    .replace(/^.*\/node_modules\//, '')
  // A method may be named after a key, and a key may be anything.
  if (path === '' || !fewDigits(caller) || !fewDigits(path)) return []
  return [`${caller === '' ? '' : `${caller} `}${path}:${row}:${column}`]
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** Everything comes from here and nothing from anywhere else, no inline style or script included; pictures of the bot's come with the stream. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ')

/** Serves the page: a fixed list of files, read once; no path is ever built from a request. */
export function serveFiles(server: FastifyInstance, pageDir: string, scriptDir: string): void {
  serve(server, '/', join(pageDir, 'index.html'), 'text/html; charset=utf-8')
  for (const name of ['style.css', 'desk.css'])
    serve(server, `/${name}`, join(pageDir, name), 'text/css; charset=utf-8')
  serve(server, '/icon.svg', join(pageDir, 'icon.svg'), 'image/svg+xml')
  for (const script of readdirSync(scriptDir).filter((name) => /^[a-z-]+\.js$/.test(name))) {
    serve(server, `/${script}`, join(scriptDir, script), 'text/javascript; charset=utf-8')
  }
}

function serve(server: FastifyInstance, url: string, file: string, type: string): void {
  const content = readFileSync(file)
  server.get(url, (_request, reply) =>
    reply.headers({ 'content-type': type, 'content-security-policy': POLICY }).send(content),
  )
}

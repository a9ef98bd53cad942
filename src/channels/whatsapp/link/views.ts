import { richText } from '../../../message.ts'
import type { LinkState, Stopped } from './linking.ts'
import { html, type Markup } from './markup.ts'
import { qrPath } from './qr.ts'

/** A text of locales/, by its key. */
export type Words = (key: string) => string

/** Where the page stands. */
export const PATH = '/whatsapp/link'

/** The three marks every QR code has: one is to come here. */
const CORNERS = [[4, 4] as const, [18, 4] as const, [4, 18] as const]
  .map(([x, y]) => `M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}h5v5h-5zM${x + 2} ${y + 2}h3v3h-3z`)
  .join('')

/** The whole page. */
export function page(words: Words, state: LinkState, now: number): string {
  return frame(
    words,
    html`<main>
      ${panel(words, state, now)}
      <p id="away" role="status" hidden>${words('link-away')}</p>
      <aside>
        ${icon('M12 4 21 19.5H3zM12 10v4.5M12 17v.1')}
        <div><h2>${words('link-warning-title')}</h2><p>${words('link-warning')}</p><p>${words('link-official')}</p></div>
      </aside>
    </main>
    <script type="module" src="${PATH}/link.js"></script>`,
  )
}

/** What changes on it; `data-is` names what it shows. */
export function panel(words: Words, state: LinkState, now: number): Markup {
  if (state.is === 'standby') return standby(words)
  if (state.is === 'linked') return linked(words, state.since)
  if (state.is === 'stopped') return stopped(words, state.why)
  const steps = state.is === 'code' ? ['open', 'menu', 'code'] : ['open', 'menu', 'scan']
  return html`<section id="panel" data-is="${state.is}">
    <div class="how">
      <h1>${words('link-heading')}</h1>
      <ol>${steps.map((step) => html`<li><span>${marked(words(`link-step-${step}`))}</span></li>`)}</ol>
    </div>
    <div class="what">${shown(words, state, now)}</div>
    ${state.is === 'starting' ? html`` : numberForm(words, state.is === 'code' ? 'again' : 'title')}
  </section>`
}

/** For whoever comes without the token: it says where it is, and nothing of the state. */
export function refusedPage(words: Words): string {
  return frame(
    words,
    html`<main><section id="panel" data-is="refused">
      ${seal('M8.500 11V8.500a3.500 3.500 0 0 1 7 0V11M6.500 11h11v8h-11z')}
      <div><h1>${words('link-refused-title')}</h1><p>${words('link-refused')}</p></div>
    </section></main>`,
  )
}

/** `-` in the middle, as the phone shows it. */
export function readable(code: string): string {
  return code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code
}

function shown(words: Words, state: Exclude<LinkState, { is: 'standby' | 'linked' | 'stopped' }>, now: number): Markup {
  if (state.is === 'code') {
    const signs = [...readable(state.code)].map((sign) => (sign === '-' ? html`<i>-</i>` : html`<b>${sign}</b>`))
    return html`<p class="code" tabindex="-1" data-live="${state.code}">${signs}</p><p class="under">${words('link-code-hint')}</p>`
  }
  if (state.is === 'starting') {
    return html`<div class="tile"><svg class="qr waits" viewBox="0 0 29 29" fill-rule="evenodd" aria-hidden="true"><path d="${CORNERS}" /></svg></div><p class="under" role="status">${words('link-starting')}</p>`
  }
  const { size, path } = qrPath(state.qr)
  const left = Math.max(0, Math.round((state.until - now) / 1000))
  return html`<div data-live="${path.length}.${state.until}">
      <div class="tile"><svg class="qr" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="${words('link-qr-label')}"><path d="${path}" /></svg></div>
      <div class="life"><i data-left="${left}"></i></div>
    </div>
    <p class="under">${words('link-qr-hint')}</p>`
}

/** `title`: beside the QR; `again`: beside a code that may not work. */
function numberForm(words: Words, heading: 'title' | 'again'): Markup {
  return html`<form class="number" novalidate>
    <h2><label for="number">${words(`link-number-${heading}`)}</label></h2>
    ${heading === 'title' ? html`<p>${words('link-number-hint')}</p>` : html``}
    <div class="row">
      <input id="number" name="number" type="tel" inputmode="tel" autocomplete="off" maxlength="40" placeholder="${words('link-number-example')}" aria-describedby="wrong">
      <button type="submit">${words('link-number-button')}</button>
    </div>
    <p id="wrong" role="alert"></p>
  </form>`
}

function standby(words: Words): Markup {
  return html`<section id="panel" data-is="standby">
    ${seal('M9 8v8M15 8v8')}
    <div role="status"><h1>${words('link-standby-title')}</h1><p>${words('link-standby')}</p></div>
  </section>`
}

function linked(words: Words, since: number): Markup {
  return html`<section id="panel" data-is="linked">
    ${seal('m6.500 12.500 3.800 3.800 7.200-8')}
    <div role="status">
      <h1>${words('link-linked-title')}</h1>
      <p>${words('link-linked')}</p>
      <p class="since">${words('link-since')} <time data-at="${since}"></time></p>
    </div>
  </section>`
}

function stopped(words: Words, why: Stopped): Markup {
  return html`<section id="panel" data-is="stopped" data-live="${why}">
    ${seal('M12 6.500v7M12 17v.1')}
    <div role="status">
      <h1>${words(`link-stopped-${why}-title`)}</h1>
      <p>${words(`link-stopped-${why}`)}</p>
      ${why === 'key-missing' ? html`` : relinking(words)}
    </div>
  </section>`
}

function relinking(words: Words): Markup {
  return html`<button class="relink" type="button">${words('link-relink')}</button>
      <p id="wrong" role="alert"></p>`
}

function frame(words: Words, content: Markup): string {
  const whole = html`<html lang="${words('link-language')}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${words('link-title')}</title>
    <link rel="icon" href="${PATH}/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="${PATH}/link.css">
  </head>
  <body>
    <header><img src="${PATH}/icon.svg" alt="" width="34" height="34"><p><b>${words('link-name')}</b> ${words('link-subtitle')}</p></header>
    ${content}
  </body>
</html>`
  return `<!doctype html>\n${whole.html}\n`
}

/** With what stands between two asterisks in bold, as in every text of ours. */
function marked(text: string): Markup {
  const { text: plain, spans } = richText(text)
  const bold = spans.map(({ at, length }, index) => {
    const from = spans[index - 1]
    const before = plain.slice(from ? from.at + from.length : 0, at)
    return html`${before}<b>${plain.slice(at, at + length)}</b>`
  })
  const last = spans.at(-1)
  return html`${bold}${plain.slice(last ? last.at + last.length : 0)}`
}

function seal(path: string): Markup {
  return html`<span class="seal">${icon(path)}</span>`
}

function icon(path: string): Markup {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}" /></svg>`
}

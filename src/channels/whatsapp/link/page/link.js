/** Keeps the page as the server sees it: every part of it, words included, comes from there. */
const PATH = '/whatsapp/link'
const OFTEN = 1500
const SELDOM = 5000

const away = document.querySelector('#away')
let timer = 0
/** What the page did last wins over what it had asked for before. */
let turn = 0

const panel = () => document.querySelector('#panel')

/** Puts in what has changed, and leaves what staff may be typing. */
function show(html) {
  const holder = document.createElement('template')
  holder.innerHTML = html
  const fresh = holder.content.firstElementChild
  const old = panel()
  if (fresh === null || old === null) return
  if (fresh.dataset.is !== old.dataset.is || fresh.dataset.live !== old.dataset.live) old.replaceWith(fresh)
  else {
    const [before, after] = [old.querySelector('[data-live]'), fresh.querySelector('[data-live]')]
    if (after === null || before?.dataset.live === after.dataset.live) return
    before?.replaceWith(after)
  }
  dress()
}

/** What only the browser knows: how the time is written here, and how long a code has left. */
function dress() {
  for (const time of document.querySelectorAll('time[data-at]')) {
    const at = new Date(Number(time.dataset.at))
    time.dateTime = at.toISOString()
    time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'short' })
  }
  for (const life of document.querySelectorAll('[data-left]')) life.style.animationDuration = `${life.dataset.left}s`
}

async function look() {
  clearTimeout(timer)
  const mine = ++turn
  try {
    const response = await fetch(`${PATH}/part`)
    if (response.status === 403) return location.reload()
    if (!response.ok) throw new Error(String(response.status))
    const html = await response.text()
    if (mine === turn) show(html)
    away.hidden = true
  } catch {
    away.hidden = false
  }
  if (mine === turn) lookAgain()
}

function lookAgain() {
  clearTimeout(timer)
  timer = setTimeout(look, panel()?.dataset.is === 'linked' ? SELDOM : OFTEN)
}

async function tell(what, body, button) {
  clearTimeout(timer)
  const mine = ++turn
  const wrong = document.querySelector('#wrong')
  wrong.textContent = ''
  button.disabled = true
  try {
    const headers = { 'content-type': 'application/json', 'x-afilia-link': '1' }
    const response = await fetch(`${PATH}/${what}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (response.status === 403) return location.reload()
    const text = await response.text()
    if (response.ok) {
      show(text)
      panel()?.querySelector('.code')?.focus()
    } else wrong.textContent = response.headers.get('content-type')?.startsWith('text/plain') ? text : away.textContent
  } catch {
    away.hidden = false
  }
  button.disabled = false
  if (mine === turn) lookAgain()
}

document.addEventListener('submit', (event) => {
  event.preventDefault()
  const field = event.target.querySelector('input')
  void tell('code', { number: field.value }, event.submitter ?? event.target.querySelector('button'))
})
document.addEventListener('click', (event) => {
  const button = event.target.closest('.relink')
  if (button) void tell('relink', {}, button)
})
document.addEventListener('visibilitychange', () => document.hidden || look())

// The token has become a cookie: it need not stay in the address and in the history.
history.replaceState(null, '', PATH)
dress()
lookAgain()

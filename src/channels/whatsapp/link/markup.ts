/** HTML that is safe to put into a page as it is. */
export interface Markup {
  html: string
}

/** Everything put in is escaped but markup itself; lists stand one after the other. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Markup | readonly Markup[])[]): Markup {
  const shown = values.map((value) => {
    if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
    return 'html' in value ? value.html : value.map((one) => one.html).join('')
  })
  return { html: parts.map((part, index) => part + (shown[index] ?? '')).join('') }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}

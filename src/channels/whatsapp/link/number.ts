/** What staff type for a telephone number, as WhatsApp wants it: digits with the country's; null: it cannot be one. */
export function internationalNumber(typed: string): string | null {
  if (!/^[\d\s()+.-]{1,40}$/.test(typed)) return null
  const digits = typed.replaceAll(/\D/g, '').replace(/^00/, '')
  // Ten digits are a number of Mexico, which some still write with a 1 in between, as mobile phones once had it.
  if (digits.length === 10) return `52${digits}`
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`
  return digits.length > 10 && digits.length <= 15 ? digits : null
}

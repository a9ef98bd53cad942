/** A file that goes along with a call. */
export interface Upload {
  /** The parameter it is given as. */
  field: string
  name: string
  content: Blob
}

/**
 * A call with a file: form data, the one shape in which the Bot API takes bytes; what is not text stands in it as JSON.
 * Whole and not as a stream, so that any client can send it and its length is known.
 */
export async function formOf(payload: object, { field, name, content }: Upload) {
  const form = new FormData()
  for (const [key, value] of Object.entries<unknown>({ ...payload })) {
    if (value !== undefined) form.append(key, typeof value === 'string' ? value : JSON.stringify(value))
  }
  form.append(field, content, name)
  const encoded = new Response(form)
  return {
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    body: Buffer.from(await encoded.arrayBuffer()),
  }
}

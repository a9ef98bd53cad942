export type Json = Record<string, unknown>

/** A file of a request with form data. */
export interface UploadedFile {
  name: string
  type: string
  bytes: Buffer
}

/** What a form can only carry as text. */
const AS_JSON = ['entities', 'caption_entities', 'reply_parameters', 'reply_markup', 'link_preview_options']

/** The parameters of a call, however they came; files are `UploadedFile`s. */
export async function readBody(type: string, body: Buffer): Promise<Json> {
  if (!type.startsWith('multipart/')) return body.length === 0 ? {} : JSON.parse(body.toString())
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const entries = [...form].map(async ([key, value]): Promise<[string, unknown]> => {
    if (typeof value === 'string') return [key, AS_JSON.includes(key) ? JSON.parse(value) : value]
    return [key, { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) }]
  })
  return Object.fromEntries(await Promise.all(entries))
}

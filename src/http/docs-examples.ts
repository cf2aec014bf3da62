import type { Schema } from './docs-schema.ts'

/** What a field may hold, by its name. */
const SAMPLES: Record<string, unknown> = {
  id: 't-1f3a',
  slug: 'kitchen-reno',
  pool: 'todos',
  ids: ['t-1f3a', 't-9c02'],
  name: 'ryan',
  user: 'eve',
  role: 'admin',
  kind: 'todo',
  title: 'Call the dentist',
  text: 'Call the dentist tomorrow #health p2',
  due: 'tomorrow',
  priority: 2,
  on: 'yesterday',
  to: 'top',
  status: 'done',
  days: 7,
  q: 'dentist',
  timezone: 'Europe/Berlin',
  revision: 41,
  key: 'trf_…',
  limit: 20,
  operations: [{ op: 'items.done', input: { id: 't-1f3a' } }],
}

/** Fields that show best what an operation does, where none is required; the first that it has. */
const EXPRESSIVE_FIELDS = ['due', 'on', 'to', 'status', 'title', 'revision', 'timezone', 'days', 'kind']

interface Options {
  inputs: readonly { name: string; in: string; required: boolean }[]
  key: boolean
}

/** A command line that calls an operation. */
export function exampleOf(method: string, path: string, body: Schema | undefined, { inputs, key }: Options): string {
  const query = inputs.filter((one) => one.in === 'query')
  const asked = query.filter((one) => one.required)
  const shown = asked.length ? asked : query.filter(({ name }) => EXPRESSIVE_FIELDS.includes(name)).slice(0, 1)
  const search = shown.map(({ name }) => `${name}=${String(SAMPLES[name])}`).join('&')
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => String(SAMPLES[name])) + (search && `?${search}`)
  const words = ['curl', ...(method === 'GET' ? [] : ['-X', method]), `"$TRACK_API_URL${address}"`]
  const lines = [words.join(' ')]
  if (key) lines.push('-H "x-track-key: $TRACK_API_KEY"')
  if (body) lines.push("-H 'content-type: application/json'", `-d ${bodyOf(body)}`)
  return lines.join(' \\\n  ')
}

function bodyOf(body: Schema): string {
  const { properties = {}, required = [] } = body.anyOf?.[0] ?? body
  if (required.includes('format')) return '@track.json' // a document is a file
  const names = required.length ? required : [EXPRESSIVE_FIELDS.find((name) => name in properties) ?? '']
  const sample = Object.fromEntries(names.filter((name) => name in SAMPLES).map((name) => [name, SAMPLES[name]]))
  return `'${JSON.stringify(sample)}'`
}

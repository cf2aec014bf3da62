import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { STATUS } from '#contract/problems.ts'
import { exampleOf } from './docs-examples.ts'
import { code, escaped, fieldsTable, type Schema, typeOf } from './docs-schema.ts'
import { STYLE } from './docs-style.ts'
import { describe } from './openapi.ts'
import type { Router } from './router.ts'
import { sendFile, type StaticFile, staticText } from './static-file.ts'

const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

interface Parameter {
  name: string
  in: string
  required: boolean
  schema: Schema
}

interface Described {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security?: unknown[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  /** Failures refer to the description's components. */
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>
}

interface Endpoint {
  method: string
  path: string
  described: Described
}

/** `GET /docs`: the description of the API as a page that needs no script. Made when it is first asked for. */
export function addDocs(router: Router, version: string): void {
  let page: StaticFile | undefined
  router.get('/docs', (exchange) => {
    page ??= staticText('text/html; charset=utf-8', pageOf(version), POLICY)
    sendFile(exchange, page)
  })
  const style = staticText('text/css; charset=utf-8', STYLE, POLICY)
  router.get('/docs.css', (exchange) => sendFile(exchange, style))
}

const nounOf = ({ described }: Endpoint): string => described.tags[0]!
const idOf = ({ described }: Endpoint): string => described.operationId

function pageOf(version: string): string {
  const { paths, components } = describe(version) as {
    paths: Record<string, Record<string, Described>>
    components: { schemas: Record<string, Schema> }
  }
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
  )
  const nouns = [...new Set(endpoints.map(nounOf))].map((noun) => ({
    noun,
    members: endpoints.filter((endpoint) => nounOf(endpoint) === noun),
  }))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Track API</title>
<link rel="stylesheet" href="docs.css">
</head>
<body>
<nav aria-label="Operations">
<p><a href="#top">Track API</a> <small>${escaped(version)}</small></p>
${nouns.map(({ noun, members }) => linksTo(noun, members.map(idOf))).join('\n')}
${linksTo('shapes', Object.keys(components.schemas))}
</nav>
<main id="top">
<h1>Track API</h1>
${INTRODUCTION}
${nouns.map(({ noun, members }) => `<h2>${noun}</h2>\n${members.map(operationHtml).join('\n')}`).join('\n')}
<h2>shapes</h2>
${Object.entries(components.schemas).map(shapeHtml).join('\n')}
</main>
</body>
</html>
`
}

function linksTo(title: string, ids: readonly string[]): string {
  const links = ids.map((id) => `<li><a href="#${id}">${id}</a></li>`).join('')
  return `<details open><summary>${title}</summary><ul>${links}</ul></details>`
}

function shapeHtml([name, schema]: [string, Schema]): string {
  return `<section id="${name}"><h3>${name}</h3>${fieldsTable({ ...schema, required: [] })}</section>`
}

const STATUS_ROWS = Object.entries(STATUS)
  .map(([name, status]) => `<tr><td>${code(name)}</td><td>${status}</td></tr>`)
  .join('')

const INTRODUCTION = `<p>JSON over HTTP. Every request under ${code('/api')} carries its key in the header
${code('x-track-key')}. The same as a machine reads it: <a href="openapi.json">openapi.json</a>.</p>
<p>Dates, intervals and estimates may be words (${code('tomorrow')}, ${code('2 weeks')}, ${code('1h30m')}); answers
hold the canonical form. An id may be given by a clear beginning of it. Fields with a * must be there; unknown ones are
refused.</p>
<p>Every read has an ${code('ETag')}, and ${code('If-None-Match')} gives 304. Every write takes an
${code('Idempotency-Key')}: repeated with it, a write happens once and is answered alike. Bodies have at most 1 MiB, an
import 32 MiB. Errors are <a href="#Problem">problems</a> (RFC 9457):</p>
<table><thead><tr><th>code</th><th>status</th></tr></thead><tbody>${STATUS_ROWS}</tbody></table>`

const byName = new Map<string, NamedOperation>(allOperations.map((operation) => [operation.name, operation]))

function operationHtml({ method, path, described }: Endpoint): string {
  const { operationId, summary, parameters = [], requestBody, responses } = described
  const body = requestBody?.content['application/json']?.schema
  const inputs = parameters.filter((one) => one.in !== 'header')
  const example = exampleOf(method, path, body, { inputs, key: described.security?.length !== 0 })
  const answers = Object.entries(responses).filter(([, { $ref }]) => !$ref)
  return `<section id="${operationId}">
<h3><a href="#${operationId}">${operationId}</a></h3>
<p class="route"><b class="${method.toLowerCase()}">${method}</b> ${code(path)}</p>
<p>${escaped(summary)}</p>
${notesHtml(described)}
${addressHtml(inputs)}
${(body?.anyOf ?? (body ? [body] : [])).map((one, i) => `<h4>${i ? 'or' : 'Body'}</h4>${fieldsTable(one)}`).join('')}
<h4>Answer</h4>${answers.map(answerHtml).join('')}
${failuresHtml(responses)}
<h4>Example</h4><pre>${escaped(example)}</pre>
</section>`
}

function notesHtml({ operationId, description, parameters = [] }: Described): string {
  const headers = parameters.filter((one) => one.in === 'header').map(({ name }) => code(name))
  const notes = [
    description && escaped(description),
    byName.get(operationId)?.batch && 'May stand in a batch.',
    headers.length && `Headers: ${headers.join(', ')}.`,
  ].filter(Boolean)
  return notes.length ? `<p class="notes">${notes.join(' ')}</p>` : ''
}

/** Parameters of path and query. */
function addressHtml(parameters: readonly Parameter[]): string {
  if (!parameters.length) return ''
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))
  const required = parameters.filter((one) => one.required).map(({ name }) => name)
  return `<h4>In the address</h4>${fieldsTable({ properties, required })}`
}

/** The codes with which an endpoint may fail. */
function failuresHtml(responses: Described['responses']): string {
  const codes = Object.values(responses).flatMap(({ $ref }) => ($ref ? [$ref.split('/').at(-1)!] : []))
  return `<p class="notes">Fails with ${codes.map(code).join(', ')}.</p>`
}

const STATUS_MEANINGS: Record<string, string> = { 304: 'what you have still holds', 204: 'nothing' }

function answerHtml([status, { content = {} }]: [string, { content?: Record<string, { schema: Schema }> }]): string {
  const type = Object.keys(content)[0]
  if (type === undefined) return `<p>${code(status)} ${STATUS_MEANINGS[status] ?? 'done'}</p>`
  const { schema } = content[type]!
  if (schema.properties) return `<p>${code(status)}</p>${fieldsTable({ ...schema, required: [] })}`
  return `<p>${code(status)} ${type === 'application/json' ? typeOf(schema) : code(type)}</p>`
}

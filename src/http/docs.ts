import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { STATUS } from '#contract/problems.ts'
import { STYLE } from './docs-style.ts'
import { exampleOf } from './examples.ts'
import { code, escaped, fieldsTable, type Schema, typeOf } from './schema-html.ts'
import { matches } from './etag.ts'
import { describe } from './openapi.ts'

const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

interface Described {
  operationId: string
  tags?: string[]
  summary: string
  description?: string
  security?: unknown[]
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
type Place = [method: string, path: string, described: Described]

/** `GET /docs`: the description of the API as a page that needs no script. Made once. */
export function docs(app: FastifyInstance, version: string): void {
  let page: { html: string; etag: string } | undefined
  const send = (reply: FastifyReply, known: string | undefined, type: string, text: string, etag: string) => {
    reply.headers({ 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-cache', etag })
    return matches(known, etag) ? reply.status(304).send() : reply.send(text)
  }
  app.get('/docs', (request, reply) => {
    page ??= tagged(pageOf(version))
    return send(reply, request.headers['if-none-match'], 'text/html; charset=utf-8', page.html, page.etag)
  })
  const style = tagged(STYLE)
  app.get('/docs.css', (request, reply) =>
    send(reply, request.headers['if-none-match'], 'text/css; charset=utf-8', style.html, style.etag),
  )
}

function tagged(html: string): { html: string; etag: string } {
  return { html, etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"` }
}

function pageOf(version: string): string {
  const { paths, components } = describe(version) as {
    paths: Record<string, Record<string, Described>>
    components: { schemas: Record<string, Schema> }
  }
  const places = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Place => [method.toUpperCase(), path, described]),
  )
  const nouns = [...new Set(places.map(([, , { tags }]) => tags?.[0] ?? 'server'))]
  const of = (noun: string) => places.filter(([, , { tags }]) => (tags?.[0] ?? 'server') === noun)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Track API</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<nav aria-label="Operations">
<p><a href="#top">Track API</a> <small>${escaped(version)}</small></p>
${nouns
  .map(
    (noun) =>
      `<details open><summary>${noun}</summary><ul>${of(noun)
        .map(([, , { operationId }]) => `<li><a href="#${operationId}">${operationId}</a></li>`)
        .join('')}</ul></details>`,
  )
  .join('\n')}
<details open><summary>shapes</summary><ul>${Object.keys(components.schemas)
    .map((name) => `<li><a href="#${name}">${name}</a></li>`)
    .join('')}</ul></details>
</nav>
<main id="top">
<h1>Track API</h1>
${INTRODUCTION}
${nouns.map((noun) => `<h2>${noun}</h2>\n${of(noun).map(operationHtml).join('\n')}`).join('\n')}
<h2>shapes</h2>
${Object.entries(components.schemas)
  .map(
    ([name, schema]) => `<section id="${name}"><h3>${name}</h3>${fieldsTable({ ...schema, required: [] })}</section>`,
  )
  .join('\n')}
</main>
</body>
</html>
`
}

const INTRODUCTION = `<p>JSON over HTTP. Every request under ${code('/api')} carries its key in the header ${code('x-track-key')}. The same as a machine reads it: <a href="/openapi.json">openapi.json</a>.</p>
<p>Dates, intervals and estimates may be words (${code('tomorrow')}, ${code('2 weeks')}, ${code('1h30m')}); answers hold the canonical form. An id may be given by a clear beginning of it. Fields with a * must be there; unknown ones are refused.</p>
<p>Every read has an ${code('ETag')}, and ${code('If-None-Match')} gives 304. Every write takes an ${code('Idempotency-Key')}: repeated with it, a write happens once and is answered alike. Bodies have at most 1 MiB, an import 32 MiB. Errors are <a href="#Problem">problems</a> (RFC 9457):</p>
<table><thead><tr><th>code</th><th>status</th></tr></thead><tbody>${Object.entries(STATUS)
  .map(([name, status]) => `<tr><td>${code(name)}</td><td>${status}</td></tr>`)
  .join('')}</tbody></table>`

const byName = new Map<string, NamedOperation>(allOperations.map((operation) => [operation.name, operation]))

function operationHtml([method, path, described]: Place): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = described
  const operation = byName.get(operationId)
  const body = requestBody?.content['application/json']?.schema
  const inputs = parameters.filter((one) => one.in !== 'header')
  const headers = parameters.filter((one) => one.in === 'header').map(({ name }) => code(name))
  const notes = [
    description && escaped(description),
    operation?.batch && 'May stand in a batch.',
    headers.length && `Headers: ${headers.join(', ')}.`,
  ].filter(Boolean)
  return `<section id="${operationId}">
<h3><a href="#${operationId}">${operationId}</a></h3>
<p class="route"><b class="${method.toLowerCase()}">${method}</b> ${code(path)}</p>
<p>${escaped(summary)}</p>
${notes.length ? `<p class="notes">${notes.join(' ')}</p>` : ''}
${inputs.length ? `<h4>In the address</h4>${fieldsTable({ properties: Object.fromEntries(inputs.map(({ name, schema }) => [name, schema])), required: inputs.filter(({ required }) => required).map(({ name }) => name) })}` : ''}
${body ? (body.anyOf ?? [body]).map((one, i) => `<h4>${i ? 'or' : 'Body'}</h4>${fieldsTable(one)}`).join('') : ''}
<h4>Answer</h4>${Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(answerHtml)
    .join('')}
<h4>Example</h4><pre>${escaped(exampleOf(method, path, body, { inputs, key: described.security?.length !== 0 }))}</pre>
</section>`
}

function answerHtml([status, { content = {} }]: [string, { content?: Record<string, { schema: Schema }> }]): string {
  const [[type, { schema }] = ['', { schema: undefined }]] = Object.entries(content) as [
    string,
    { schema: Schema | undefined },
  ][]
  if (!schema)
    return `<p>${code(status)} ${status === '304' ? 'what you have still holds' : status === '204' ? 'nothing' : 'done'}</p>`
  if (!schema.properties) return `<p>${code(status)} ${type === 'application/json' ? typeOf(schema) : code(type)}</p>`
  return `<p>${code(status)}</p>${fieldsTable({ ...schema, required: [] })}`
}

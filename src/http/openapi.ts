import * as z from 'zod'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { STATUS } from '#contract/problems.ts'
import { schemasOf } from '#contract/schemas.ts'
import { JSON_TYPE } from './respond.ts'
import type { Router } from './router.ts'
import { sendFile, type StaticFile, staticText } from './static-file.ts'

type Json = Record<string, unknown>

/** A schema, its named parts put among the description's components. */
function schemaOf(components: Json, schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  const local = (part: unknown): Json =>
    JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/'))
  for (const [name, part] of Object.entries($defs as Json)) components[name] = local(part)
  return local(json)
}

const problem = {
  description: 'What went wrong',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function parameter(
  name: string,
  where: 'path' | 'query' | 'header',
  schema: unknown,
  required = where === 'path',
): Json {
  return { name, in: where, required, schema }
}

function operationOf(operation: NamedOperation, components: Json): Json {
  const schemas = schemasOf(operation)
  const { noun, method, path, name, description, status = 200, etag, role } = operation
  const input = schemaOf(components, schemas.input, 'input')
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field!)
  const rest = Object.keys((input.properties ?? {}) as Json).filter((field) => !inPath.includes(field))
  const hasBody = method !== 'GET' && method !== 'DELETE' && (input.anyOf !== undefined || rest.length > 0)
  const json = (schema: Json) => ({ content: { 'application/json': { schema } } })
  return {
    operationId: name,
    tags: [noun],
    summary: description,
    ...(role === 'admin' && { description: 'Administrators only.' }),
    parameters: parametersOf(operation, input, inPath, rest),
    ...(hasBody && { requestBody: json(bodyOf(input, inPath, rest)) }),
    responses: {
      [status]: { description: 'Done', ...(schemas.output && json(schemaOf(components, schemas.output, 'output'))) },
      ...(etag && { 304: { description: 'Unchanged' } }),
      default: problem,
    },
  }
}

const requiredIn = (input: Json): string[] => (input.required as string[] | undefined) ?? []

/** Fields of the input that travel in the path, and for GET and DELETE the rest in the query; and the headers. */
function parametersOf(
  { method, etag, supportsIfMatch }: NamedOperation,
  input: Json,
  inPath: string[],
  rest: string[],
): Json[] {
  const properties = (input.properties ?? {}) as Json
  const inQuery = method === 'GET' || method === 'DELETE' ? rest : []
  const required = requiredIn(input)
  const idempotencyKey = { type: 'string', minLength: 1, maxLength: 255 }
  return [
    ...inPath.map((field) => parameter(field, 'path', properties[field])),
    ...inQuery.map((field) => parameter(field, 'query', properties[field], required.includes(field))),
    ...(etag ? [parameter('If-None-Match', 'header', { type: 'string' })] : []),
    ...(method === 'GET' ? [] : [parameter('Idempotency-Key', 'header', idempotencyKey)]),
    ...(supportsIfMatch ? [parameter('If-Match', 'header', { type: 'string' })] : []),
  ]
}

/** The input without the fields that travel in the path. */
function bodyOf(input: Json, inPath: string[], rest: string[]): Json {
  if (input.anyOf) return input
  const properties = (input.properties ?? {}) as Json
  return {
    ...input,
    properties: Object.fromEntries(rest.map((field) => [field, properties[field]])),
    required: requiredIn(input).filter((field) => !inPath.includes(field)),
  }
}

/** The OpenAPI 3.1 description: every operation of the table, and here the few routes that are no operations. */
export function describe(version: string): Json {
  const paths: Record<string, Json> = {}
  const components: Json = { Problem: problemSchema }
  for (const operation of allOperations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationOf(operation, components)
  addOtherRoutes(paths)
  return {
    openapi: '3.1.0',
    info: { title: 'Track', version, license: { name: 'MIT', identifier: 'MIT' } },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-track-key' } },
      schemas: components,
    },
  }
}

function addOtherRoutes(paths: Record<string, Json>): void {
  const text = (type: string) => ({ description: 'Done', content: { [type]: { schema: { type: 'string' } } } })
  paths['/api/events'] = {
    get: {
      operationId: 'changes.events',
      tags: ['changes'],
      summary: 'Streams the journal as server-sent events.',
      parameters: [parameter('Last-Event-ID', 'header', { type: 'string' })],
      responses: { 200: text('text/event-stream'), default: problem },
    },
  }
  const feedParameters = ['key', 'all', 'kinds', 'tags', 'project', 'repeat'].map((name) =>
    parameter(name, 'query', { type: 'string' }, name === 'key'),
  )
  paths['/calendar.ics'] = {
    get: {
      operationId: 'calendar.feed',
      tags: ['calendar'],
      summary: 'The calendar feed, opened by the API key or the feed key.',
      security: [],
      parameters: feedParameters,
      responses: { 200: text('text/calendar'), 304: { description: 'Unchanged' }, default: problem },
    },
  }
  for (const name of ['healthz', 'readyz']) {
    paths[`/${name}`] = {
      get: {
        operationId: name,
        summary: name === 'healthz' ? 'Whether the process lives.' : 'Whether it can serve.',
        security: [],
        responses: { 200: { description: 'Yes' }, default: problem },
      },
    }
  }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { enum: Object.keys(STATUS) },
    hint: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    candidates: { type: 'array', items: { type: 'string' } },
    retry_after: { type: 'integer' },
    id: { type: 'string' },
  },
}

/** `GET /openapi.json`, made when it is first asked for. */
export function addOpenApi(router: Router, version: string): void {
  let file: StaticFile | undefined
  router.get('/openapi.json', (exchange) => {
    file ??= staticText(JSON_TYPE, JSON.stringify(describe(version)))
    sendFile(exchange, file)
  })
}

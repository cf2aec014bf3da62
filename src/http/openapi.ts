import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { answers } from '#contract/answers.ts'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { STATUS } from '#contract/problems.ts'
import { inputs } from '#contract/schemas.ts'

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
  const { noun, verb, method, path, name, does, status = 200, etag, guarded } = operation
  const input = schemaOf(components, (inputs as Record<string, Record<string, z.ZodType>>)[noun]![verb]!, 'input')
  const answer = (answers as Record<string, Record<string, z.ZodType | null>>)[noun]![verb]
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field!)
  const properties = (input.properties ?? {}) as Json
  const rest = Object.keys(properties).filter((field) => !inPath.includes(field))
  const asQuery = method === 'GET' || method === 'DELETE'
  const required = (input.required as string[] | undefined) ?? []
  const parameters = [
    ...inPath.map((field) => parameter(field, 'path', properties[field])),
    ...(asQuery ? rest.map((field) => parameter(field, 'query', properties[field], required.includes(field))) : []),
    ...(etag ? [parameter('If-None-Match', 'header', { type: 'string' })] : []),
    ...(method === 'GET'
      ? []
      : [parameter('Idempotency-Key', 'header', { type: 'string', minLength: 1, maxLength: 255 })]),
    ...(guarded ? [parameter('If-Match', 'header', { type: 'string' })] : []),
  ]
  const body = input.anyOf
    ? input
    : {
        ...input,
        properties: Object.fromEntries(rest.map((field) => [field, properties[field]])),
        required: required.filter((field) => !inPath.includes(field)),
      }
  return {
    operationId: name,
    tags: [noun],
    summary: does,
    ...(operation.who === 'admin' && { description: 'Administrators only.' }),
    parameters,
    ...(!asQuery &&
      (input.anyOf || rest.length) && { requestBody: { content: { 'application/json': { schema: body } } } }),
    responses: {
      [status]: answer
        ? { description: 'Done', content: { 'application/json': { schema: schemaOf(components, answer, 'output') } } }
        : { description: 'Done' },
      ...(etag && { 304: { description: 'Unchanged' } }),
      default: problem,
    },
  }
}

/** The OpenAPI 3.1 description, read off the table of operations; the few routes that are no operations are told here. */
export function describe(version: string): Json {
  const paths: Record<string, Json> = {}
  const components: Json = { Problem: problemSchema }
  for (const operation of allOperations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationOf(operation, components)
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

export function openApi(app: FastifyInstance, version: string): void {
  let description: string | undefined
  app.get('/openapi.json', (_request, reply) => {
    description ??= JSON.stringify(describe(version))
    return reply.header('content-type', 'application/json; charset=utf-8').send(description)
  })
}

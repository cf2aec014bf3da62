import * as z from 'zod'
import { COMMON_FAILURES, failuresOf } from '#contract/failures.ts'
import { allOperations, type NamedOperation, type Operations } from '#contract/operations.ts'
import { TITLE } from '#contract/problems.ts'
import { schemasOf } from '#contract/schemas.ts'
import { PROBLEM_RESPONSES, problemResponses, problemSchema } from './openapi-problems.ts'
import { JSON_TYPE } from './respond.ts'
import type { Router } from './router.ts'
import { sendFile, type StaticFile, staticText } from './static-file.ts'

type Json = Record<string, unknown>

const DESCRIPTION =
  'The HTTP API of Track, a self-hosted tracker of todos, chores, project tasks, gifts, shopping and groceries.'

/** What endpoints are about, by tag: the nouns of the operations, and the server. */
const TAGS: Record<keyof Operations | 'server', string> = {
  items: 'Todos, chores, tasks, gifts, shopping and groceries.',
  batch: 'Several writes as one.',
  order: 'The order of a list.',
  views: 'What matters on a day and on the next days.',
  search: 'Items by their words.',
  projects: 'Projects and their progress.',
  features: 'The parts of engineering projects.',
  changes: 'The journal: history, undo and live updates.',
  data: 'Export and import.',
  calendar: 'The calendar feed.',
  me: 'The user whose key it is.',
  spaces: 'Spaces that several users share.',
  members: 'Who the members of a space are.',
  users: 'Users and their keys, for administrators.',
  server: 'Whether the server works.',
}

/** A schema, its named parts put among the description's components. */
function schemaOf(components: Json, schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  const local = (part: unknown): Json =>
    JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/'))
  for (const [name, part] of Object.entries($defs as Json)) components[name] = local(part)
  return local(json)
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
  const { noun, method, path, name, description, status = 200, etag } = operation
  const input = schemaOf(components, schemas.input, 'input')
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field!)
  const rest = Object.keys((input.properties ?? {}) as Json).filter((field) => !inPath.includes(field))
  const hasBody = method !== 'GET' && method !== 'DELETE' && (input.anyOf !== undefined || rest.length > 0)
  const json = (schema: Json) => ({ content: { 'application/json': { schema } } })
  return {
    operationId: name,
    tags: [noun],
    summary: description,
    description: descriptionOf(operation),
    parameters: parametersOf(operation, input, inPath, rest),
    ...(hasBody && { requestBody: json(bodyOf(input, inPath, rest)) }),
    responses: {
      [status]: { description: 'Done', ...(schemas.output && json(schemaOf(components, schemas.output, 'output'))) },
      ...(etag && { 304: { description: 'Unchanged' } }),
      ...problemResponses(failuresOf(operation)),
    },
  }
}

/** What holds beside the summary. */
function descriptionOf({ description, role, method, etag, supportsIfMatch, batch }: NamedOperation): string {
  return [
    description,
    role === 'admin' && 'Administrators only.',
    etag && 'The answer has an ETag; If-None-Match saves an answer that has not changed.',
    method !== 'GET' && 'Repeated with the same Idempotency-Key it happens once.',
    supportsIfMatch && 'With If-Match it is refused where the item has changed.',
    batch && 'It can be part of a batch.',
  ]
    .filter(Boolean)
    .join(' ')
}

const requiredIn = (input: Json): string[] => (input.required as string[] | undefined) ?? []

/** Fields of the input that travel in the path, and for GET and DELETE the rest in the query; and the headers. */
function parametersOf(
  { method, etag, supportsIfMatch, account, allSpaces, byDefault }: NamedOperation,
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
    ...(account ? [] : [parameter('x-track-space', 'header', spaceSchema(allSpaces, byDefault))]),
    ...(etag ? [parameter('If-None-Match', 'header', { type: 'string' })] : []),
    ...(method === 'GET' ? [] : [parameter('Idempotency-Key', 'header', idempotencyKey)]),
    ...(supportsIfMatch ? [parameter('If-Match', 'header', { type: 'string' })] : []),
  ]
}

/** The space that a request is about. */
const spaceSchema = (allSpaces: boolean | undefined, byDefault: string | undefined): Json => ({
  type: 'string',
  description: [
    "The name or id of a shared space; the user's own without it.",
    allSpaces && '*: all of them.',
    byDefault && "default: the one that the user's defaults name for what is added, or whose id is given.",
  ]
    .filter(Boolean)
    .join(' '),
})

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

/**
 * The OpenAPI 3.1 description of a server whose addresses begin with `basePath`: every operation of the table, and here
 * the few routes that are no operations.
 */
export function describe(version: string, basePath = ''): Json {
  const paths: Record<string, Json> = {}
  const components: Json = { Problem: problemSchema }
  for (const operation of allOperations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationOf(operation, components)
  addOtherRoutes(paths)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Track',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'Whoever runs this server' },
    },
    servers: [{ url: basePath || '/' }],
    security: [{ key: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-track-key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: components,
      responses: PROBLEM_RESPONSES,
    },
  }
}

const EVENTS =
  'An event for each write, whose id is the revision; Last-Event-ID goes on behind it. ' +
  'For all spaces (x-track-space: *) ids are opaque, each write names its space, and an event `spaces` lists the ' +
  'shared spaces and invitations when they are others than before; a space that was joined goes on in the same stream.'

function addOtherRoutes(paths: Record<string, Json>): void {
  const text = (type: string) => ({ description: 'Done', content: { [type]: { schema: { type: 'string' } } } })
  paths['/api/events'] = {
    get: {
      operationId: 'changes.events',
      tags: ['changes'],
      summary: 'Streams the journal as server-sent events.',
      description: EVENTS,
      parameters: [
        parameter('x-track-space', 'header', spaceSchema(true, undefined)),
        parameter('Last-Event-ID', 'header', { type: 'string' }),
      ],
      responses: { 200: text('text/event-stream'), ...problemResponses(COMMON_FAILURES) },
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
      description: 'iCalendar (RFC 5545): an event for each open item with a due date.',
      security: [],
      parameters: feedParameters,
      responses: {
        200: text('text/calendar'),
        304: { description: 'Unchanged' },
        ...problemResponses([...COMMON_FAILURES, 'not_found']),
        401: { description: TITLE.unauthenticated }, // without a body
      },
    },
  }
  const message = { 'application/json': { schema: { type: 'object' } } }
  paths['/mcp'] = {
    post: {
      operationId: 'mcp',
      tags: ['server'],
      summary: 'The tools for assistants, over streamable HTTP.',
      description: 'A message of the Model Context Protocol, without a session. A foreign Origin or Host is refused.',
      security: [{ bearer: [] }, { key: [] }],
      requestBody: { required: true, content: message },
      responses: {
        200: { description: 'The answer', content: { ...message, ...text('text/event-stream').content } },
        202: { description: 'Taken, without an answer' },
        ...problemResponses([...COMMON_FAILURES, 'forbidden']),
      },
    },
  }
  for (const name of ['healthz', 'readyz']) {
    paths[`/${name}`] = {
      get: {
        operationId: name,
        tags: ['server'],
        summary: name === 'healthz' ? 'Whether the process lives.' : 'Whether it can serve.',
        description: name === 'healthz' ? 'Asks no database.' : 'Asks the database.',
        security: [],
        responses: {
          200: { description: 'Yes' },
          ...problemResponses(name === 'healthz' ? ['invalid'] : ['invalid', 'unavailable']),
        },
      },
    }
  }
}

/** `GET /openapi.json`, made when it is first asked for. */
export function addOpenApi(router: Router, version: string, basePath: string): void {
  let file: StaticFile | undefined
  router.get('/openapi.json', (exchange) => {
    file ??= staticText(JSON_TYPE, JSON.stringify(describe(version, basePath)))
    sendFile(exchange, file)
  })
}

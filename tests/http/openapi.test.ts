import { beforeAll, describe, expect, it } from 'vitest'
import { failuresOf } from '#contract/failures.ts'
import { allOperations } from '#contract/operations.ts'
import { STATUS } from '#contract/problems.ts'
import { SETTABLE_FIELDS } from '#domain/fields.ts'
import { useTestServer } from '#testing/fixtures.ts'

type Json = Record<string, unknown>
interface Response {
  description: string
  content?: Record<string, { schema: Json }>
}
interface Described {
  operationId: string
  summary: string
  tags?: string[]
  parameters?: { name: string; in: string; required: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, Response | { $ref: string }>
  security?: unknown[]
}
interface Description {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Json>; responses: Record<string, Response>; securitySchemes: Json }
  security: unknown[]
}

describe('the description of the API', () => {
  const server = useTestServer('http')
  let api: Description
  let all: [string, string, Described][]
  beforeAll(async () => {
    const response = await server.fetch('/openapi.json')
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    api = (await response.json()) as Description
    all = Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]): [string, string, Described] => [path, method, described]),
    )
  })

  /** Every object in a tree, with its path. */
  function* objects(value: unknown, path = ''): Generator<[string, Json]> {
    if (typeof value !== 'object' || value === null) return
    if (!Array.isArray(value)) yield [path, value as Json]
    for (const [name, part] of Object.entries(value)) yield* objects(part, `${path}/${name}`)
  }

  it('is OpenAPI 3.1', () => {
    expect(api.openapi).toMatch(/^3\.1\.\d+$/)
    expect(api.info).toMatchObject({ title: 'Track', version: 'test' })
    expect(api.components.securitySchemes).toEqual({
      key: { type: 'apiKey', in: 'header', name: 'x-track-key' },
      bearer: { type: 'http', scheme: 'bearer' },
    })
    expect(api.security).toEqual([{ key: [] }])
    for (const path of Object.keys(api.paths)) expect(path).toMatch(/^\/[a-z./{}]+$/)
  })

  it('tells every operation of the table, under its name', () => {
    for (const { name, method, path, description, status = 200, etag } of allOperations) {
      const described = api.paths[path]?.[method.toLowerCase()]
      expect(described, name).toMatchObject({ operationId: name, summary: description })
      expect(described!.responses).toHaveProperty(String(status))
      expect('304' in described!.responses, name).toBe(etag !== undefined)
    }
    expect(api.paths).toHaveProperty(['/api/events', 'get'])
    expect(api.paths).toHaveProperty(['/calendar.ics', 'get'])
  })

  it('lists the failures of every operation by their status', () => {
    for (const operation of allOperations) {
      const { responses } = api.paths[operation.path]![operation.method.toLowerCase()]!
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400)
      const expected = failuresOf(operation).map((code) => [
        String(STATUS[code]),
        { $ref: `#/components/responses/${code}` },
      ])
      expect(Object.fromEntries(failures), operation.name).toEqual(Object.fromEntries(expected))
    }
    for (const { description, content } of Object.values(api.components.responses)) {
      expect(description.length).toBeGreaterThan(5)
      expect(content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } })
    }
  })

  it('gives every operation an id of its own, a summary and described answers', () => {
    const ids = all.map(([, , described]) => described.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [path, method, described] of all) {
      expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method)
      expect(described.operationId, path).toMatch(/^[a-z]+(\.[a-z]+)?$/)
      expect(described.summary.length, path).toBeGreaterThan(5)
      for (const [status, answer] of Object.entries(described.responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/)
        if ('$ref' in answer) continue
        expect(answer.description.length, path).toBeGreaterThan(0)
        expect(answer.content === undefined, `${path} ${status}`).toBe(
          ['202', '204', '304', '401'].includes(status) || (status === '200' && path.endsWith('z')),
        )
      }
    }
  })

  it('declares exactly the parameters of each path, each once, with a schema', () => {
    for (const [path, method, { parameters = [], requestBody }] of all) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(
        parameters.filter((one) => one.in === 'path').map((one) => one.name),
        path,
      ).toEqual(inPath)
      expect(
        parameters.filter((one) => one.in === 'path').every((one) => one.required),
        path,
      ).toBe(true)
      expect(new Set(parameters.map((one) => `${one.in} ${one.name.toLowerCase()}`)).size, path).toBe(parameters.length)
      for (const { in: where, name, schema } of parameters) {
        expect(['path', 'query', 'header']).toContain(where)
        expect(typeof schema, `${path} ${name}`).toBe('object')
      }
      if (method === 'get' || method === 'delete') expect(requestBody, path).toBeUndefined()
      else
        for (const name of inPath)
          expect(JSON.stringify(requestBody?.content['application/json']!.schema.properties ?? {})).not.toContain(
            `"${name}":{"type":"string"`,
          )
    }
  })

  it('refers only to what it holds, and requires only what it knows', () => {
    for (const [path, object] of objects(api)) {
      if (typeof object.$ref === 'string') {
        const name = /^#\/components\/(schemas|responses)\/(\w+)$/.exec(object.$ref)?.slice(1)
        expect(api.components, path).toHaveProperty(name!)
      }
      expect(object, path).not.toHaveProperty('$defs')
      if (Array.isArray(object.required) && object.properties)
        for (const field of object.required) expect(object.properties, path).toHaveProperty(String(field))
    }
  })

  it('lets what is written be known: bodies and answers know no other fields', () => {
    const item = api.paths['/api/items/{id}']!.patch!.requestBody!.content['application/json']!.schema
    expect(item.additionalProperties).toBe(false)
    expect(Object.keys(item.properties as Json).toSorted()).toEqual(
      [...SETTABLE_FIELDS, 'series', 'add_tags', 'remove_tags'].toSorted(),
    )
    expect(item.required ?? []).toEqual([])
    for (const name of ['status', 'kind', 'id']) expect(item.properties).not.toHaveProperty(name)
  })

  it('needs no key for what needs none', () => {
    const open = all.filter(([, , described]) => described.security?.length === 0).map(([path]) => path)
    expect(open.toSorted()).toEqual(['/calendar.ics', '/healthz', '/readyz'])
  })

  it('says which schema a problem has', () => {
    expect(api.components.schemas.Problem).toMatchObject({
      required: expect.arrayContaining(['type', 'title', 'status', 'detail', 'code']),
    })
  })
})

import * as z from 'zod'
import type { NamedOperation } from '#contract/operations.ts'
import { inputs } from '#contract/schemas.ts'

interface Property {
  type?: unknown
  anyOf?: Property[]
  description?: string
}

interface ObjectSchema {
  type: 'object'
  properties: Record<string, Property>
  required: string[]
  additionalProperties: false
}

/** An operation's input as JSON Schema: one object even where there are several ways to fill it, since a choice at the top is what many models are not allowed. */
export function schemaOf({ noun, verb }: NamedOperation): ObjectSchema {
  const schema = z.toJSONSchema((inputs as Record<string, Record<string, z.ZodType>>)[noun]![verb]!, {
    io: 'input',
    unrepresentable: 'any',
  })
  const ways = (schema.anyOf ?? [schema]) as Partial<ObjectSchema>[]
  const required = ways.map((way) => way.required ?? [])
  const properties = Object.entries(
    Object.assign({}, ...ways.map((way) => way.properties)) as ObjectSchema['properties'],
  )
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(([name, property]) => [name, plain(property)])),
    required: required[0]!.filter((name) => required.every((names) => names.includes(name))),
    additionalProperties: false,
  }
}

/** Numbers and truth without the words that a query string has for them. */
function plain(property: Property): Property {
  const [first, second] = property.anyOf ?? []
  if (second?.type !== 'string' || (first!.type !== 'number' && first!.type !== 'boolean')) return property
  return { type: first!.type === 'number' ? 'integer' : 'boolean', description: property.description }
}

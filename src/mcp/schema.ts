import * as z from 'zod'
import type { NamedOperation } from '#contract/operations.ts'
import { schemasOf } from '#contract/schemas.ts'

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

/**
 * An operation's input as JSON Schema. Variants are merged into one object, since many models do not support `anyOf` at
 * the top level.
 */
export function schemaOf(operation: NamedOperation): ObjectSchema {
  const schema = z.toJSONSchema(schemasOf(operation).input, {
    io: 'input',
    unrepresentable: 'any',
  })
  const variants = (schema.anyOf ?? [schema]) as Partial<ObjectSchema>[]
  const required = variants.map((variant) => variant.required ?? [])
  const properties = Object.entries(
    Object.assign({}, ...variants.map((variant) => variant.properties)) as ObjectSchema['properties'],
  )
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(([name, property]) => [name, withoutQueryText(property)])),
    required: required[0]!.filter((name) => required.every((names) => names.includes(name))),
    additionalProperties: false,
  }
}

/** Numbers and booleans without the string alternative that query strings need. */
function withoutQueryText(property: Property): Property {
  const [first, second] = property.anyOf ?? []
  if (second?.type !== 'string' || (first!.type !== 'number' && first!.type !== 'boolean')) return property
  return { type: first!.type === 'number' ? 'integer' : 'boolean', description: property.description }
}

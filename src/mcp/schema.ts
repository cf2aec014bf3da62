import * as z from 'zod'
import type { NamedOperation } from '#contract/operations.ts'
import { inputs } from '#contract/schemas.ts'

interface ObjectSchema {
  type: 'object'
  properties: Record<string, unknown>
  required?: string[]
  additionalProperties: false
}

/** An operation's input as JSON Schema: one object even where there are several ways to fill it, since a choice at the top is what many models are not allowed. */
export function schemaOf({ noun, verb }: NamedOperation): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema((inputs as Record<string, Record<string, z.ZodType>>)[noun]![verb]!, { io: 'input', unrepresentable: 'any' })
  const ways = (schema.anyOf ?? [schema]) as ObjectSchema[]
  const required = ways.map((way) => way.required ?? [])
  return {
    type: 'object',
    properties: Object.assign({}, ...ways.map(({ properties }) => properties)) as Record<string, unknown>,
    required: required[0]!.filter((name) => required.every((names) => names.includes(name))),
    additionalProperties: false,
  }
}

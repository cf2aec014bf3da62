import { STATUS, TITLE } from '#contract/problems.ts'
import type { Code } from '#domain/errors.ts'

/** The schema of `Problem`, see contract/problems.ts. */
export const problemSchema = {
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
    gone: {
      type: 'object',
      properties: {
        revision: { type: 'integer' },
        op: { type: 'string' },
        became: { type: ['string', 'null'] },
      },
    },
    retry_after: { type: 'integer' },
    id: { type: 'string' },
  },
}

const codes = Object.keys(STATUS) as Code[]

/** A response for each kind of failure, by its code. */
export const PROBLEM_RESPONSES = Object.fromEntries(
  codes.map((code) => [
    code,
    {
      description: TITLE[code],
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
)

/** The responses of an endpoint that may fail with these codes, by status. */
export function problemResponses(failures: readonly Code[]): Record<number, { $ref: string }> {
  return Object.fromEntries(failures.map((code) => [STATUS[code], { $ref: `#/components/responses/${code}` }]))
}

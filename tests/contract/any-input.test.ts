import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import { TrackError } from '#domain/errors.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { usesHttp, propertyRuns, VARIANTS } from '#testing/test-server.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, type OwnData } from '#testing/own-data.ts'

const RUNS = propertyRuns(25)
const FIELDS = [
  'id',
  'ids',
  'kind',
  'title',
  'text',
  'priority',
  'due',
  'tags',
  'notes',
  'every',
  'last_done',
  'project',
  'feature',
  'estimate',
  'recipient',
  'budget',
  'url',
  'on',
  'stage',
  'to',
  'before',
  'after',
  'drop',
  'slug',
  'type',
  'status',
  'force',
  'pool',
  'q',
  'limit',
  'cursor',
  'since',
  'item',
  'revision',
  'redo',
  'timezone',
  'name',
  'role',
  'days',
  'operations',
  'due_after',
  '__proto__',
  'constructor',
  'toString',
  '',
]

const odd = fc.constantFrom<unknown>(
  '',
  ' ',
  'none',
  '\u0000',
  '\ud800',
  '9999-12-31',
  '0000-00-00',
  '1e999',
  '-0',
  't-',
  't-0',
  'f-0',
  'NaN',
  '999999999999999999999',
  'todos',
  'today',
  'in 99999999 years',
  'every day',
  [],
  [[]],
  [null],
  {},
  { id: 1 },
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  Number.MIN_VALUE,
  'x'.repeat(70_000),
  ['t-0', 't-0'],
  Array(1001).fill('x'),
)
const anyValue = fc.oneof(
  odd,
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
)
const anyChange = fc.array(
  fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string({ unit: 'binary', maxLength: 5 })), anyValue),
  { minLength: 1, maxLength: 4 },
)

/** What can stand in an address. */
const canBeSent = (value: unknown) =>
  typeof value === 'string'
    ? value.isWellFormed() && value.length < 1000
    : typeof value !== 'object' || value === null || Array.isArray(value)

describe.each(VARIANTS)('any input, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })
  let own: OwnData
  beforeAll(async () => {
    own = await addOneOfEach(root)
  })

  it.each(allOperations.map((operation) => [operation.name, operation] as const))(
    'of %s is carried out, or refused in words',
    async (name) => {
      const sample = sampleOf(name).input(own, 'x')
      const keys = Object.keys(sample)
      const changes = keys.length
        ? fc.oneof(anyChange, fc.array(fc.tuple(fc.constantFrom(...keys), anyValue), { minLength: 1, maxLength: 2 }))
        : anyChange
      await fc.assert(
        fc.asyncProperty(changes, async (changed) => {
          const input: Record<string, unknown> = { ...sample, ...Object.fromEntries(changed) }
          if (usesHttp(variant) && !Object.values(input).every(canBeSent)) return
          try {
            await root.track.call(name, input)
          } catch (error) {
            if (!(error instanceof TrackError)) throw error
            expect(['invalid', 'not_found', 'conflict', 'too_large']).toContain(error.code)
            if (!usesHttp(variant)) expect(error.message).not.toMatch(/\[object|undefined/)
            for (const one of error.details.errors ?? [])
              expect(one).toEqual({ path: expect.any(String), message: expect.any(String) })
          }
        }),
        { numRuns: RUNS(variant) },
      )
      expect(await server.trackFor(root.key).me.get()).toMatchObject({ name: 'root', role: 'admin' })
    },
  )
})

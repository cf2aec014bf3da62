import { beforeAll, describe, expect, it } from 'vitest'
import { failuresOf } from '#contract/failures.ts'
import { allOperations } from '#contract/operations.ts'
import { trackFrom } from '#contract/track.ts'
import { conflict } from '#domain/errors.ts'
import { withAnswerChecks } from '#testing/answer-checks.ts'
import { contents } from '#testing/builders.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addFailingData, type FailingData } from '#testing/own-data.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const declared = allOperations.flatMap(({ name, fails }) => fails.map((code) => [name, code] as const))

describe.each(VARIANTS)('declared failures, %s', (variant) => {
  const server = useTestServer(variant)
  const admin = useUser(server, 'root', { role: 'admin' })
  const other = useUser(server, 'other')
  let data: FailingData
  beforeAll(async () => {
    data = await addFailingData(admin, other)
  })

  it.each(declared)('%s fails with %s, and changes nothing', async (name, code) => {
    const before = await contents(admin.track)
    await expect(admin.track.call(name, sampleOf(name).failing[code](data))).rejects.toMatchObject({ code })
    expect(await contents(admin.track)).toEqual(before)
  })
})

describe('failures of an operation', () => {
  const failuresByName = Object.fromEntries(allOperations.map((operation) => [operation.name, failuresOf(operation)]))

  it('are its own, those of its role, those of writes, and those that any operation may have', () => {
    const common = ['invalid', 'unauthenticated', 'not_found', 'too_large', 'rate_limited', 'internal', 'unavailable']
    expect(failuresByName['views.today']!.toSorted()).toEqual(common.toSorted())
    expect(failuresByName['projects.get']!.toSorted()).toEqual(common.toSorted())
    expect(failuresByName['me.update']!.toSorted()).toEqual([...common, 'conflict'].toSorted())
    expect(failuresByName['users.list']!.toSorted()).toEqual([...common, 'forbidden'].toSorted())
  })

  it('are checked by every test: an undeclared one is a bug', async () => {
    const track = withAnswerChecks(trackFrom(() => Promise.reject(conflict('it is night'))))
    await expect(track.views.today()).rejects.toThrow('views.today does not declare conflict')
    await expect(track.items.start({ id: 't-1f3a' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

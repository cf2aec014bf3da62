import { beforeAll, describe, expect, it } from 'vitest'
import { allOperations, type OperationName } from '#contract/operations.ts'
import { contents, revisionOf } from '#testing/builders.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, type OwnData } from '#testing/own-data.ts'

type Sample = (own: OwnData) => object

/** Fields that name something and that the usual sample of an operation leaves out. */
const ALSO: { [Name in OperationName]?: Sample[] } = {
  'items.list': [({ feature }) => ({ feature })],
  'items.add': [
    ({ project }) => ({ kind: 'task', title: 'Added', project }),
    ({ feature }) => ({ text: 'Added', feature }),
  ],
  'items.update': [({ duty, feature }) => ({ id: duty, feature }), ({ task, project }) => ({ id: task, project })],
  'items.move': [({ duty, task }) => ({ id: duty, after: task }), ({ task }) => ({ id: task, to: 'top' })],
  'items.convert': [
    ({ todo, feature }) => ({ id: todo, kind: 'task', feature }),
    ({ task }) => ({ id: task, kind: 'todo', drop: true }),
  ],
  'items.done': [({ chore }) => ({ id: chore, on: 'yesterday' })],
  'order.set': [({ todo, other }) => ({ pool: 'todos', ids: [other, todo] })],
  'changes.list': [({ feature }) => ({ item: feature })],
}

/** The input once for each place that names something, that place naming the other's instead. */
function strayed(input: unknown, mine: OwnData, theirs: OwnData): unknown[] {
  if (typeof input === 'string') {
    const things = Object.keys(BLANK).filter((thing) => thing !== 'revision') as Exclude<keyof OwnData, 'adoption'>[]
    return things
      .filter((thing) => input.includes(String(mine[thing])))
      .map((thing) => input.replace(String(mine[thing]), String(theirs[thing])))
  }
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([key, value]) =>
    strayed(value, mine, theirs).map((other) =>
      Array.isArray(input) ? input.with(Number(key), other) : { ...input, [key]: other },
    ),
  )
}

const named = allOperations
  .filter((operation) => operation.role === 'user')
  .map((operation) => [operation.name, operation] as const)
const BLANK: OwnData = {
  todo: 'a',
  other: 'b',
  chore: 'c',
  task: 'd',
  duty: 'e',
  project: 'f',
  feature: 'g',
  space: 'h',
  revision: 1,
}
const samplesOf = (name: OperationName, own: OwnData): object[] =>
  [sampleOf(name).input, ...(ALSO[name] ?? [])].map((sample) => sample(own, 'x'))
const naming = named.filter(([name]) =>
  samplesOf(name, BLANK).some((sample) => strayed(sample, BLANK, { ...BLANK, todo: '!' }).length),
)

describe.each(['direct', 'postgres, two nodes'] as const)("another user's things, %s", (variant) => {
  const server = useTestServer(variant)
  const victim = useUser(server, 'victim')
  const stranger = useUser(server, 'stranger', { role: 'admin' })
  let theirs: OwnData
  let mine: OwnData
  beforeAll(async () => {
    theirs = await addOneOfEach(victim)
    mine = await addOneOfEach(stranger, 'Mine')
  })

  const state = async () => [
    await contents(victim.track),
    await revisionOf(victim.track),
    await contents(stranger.track),
    await revisionOf(stranger.track),
  ]

  it.each(naming)('are not there for %s, wherever they are named, and nothing changes', async (name, { batch }) => {
    const before = await state()
    const inputs = samplesOf(name, mine).flatMap((sample) => strayed(sample, mine, theirs) as object[])
    for (const input of inputs) {
      const what = JSON.stringify(input)
      const calls = [
        async () => (await stranger.track.call(name, input)).output,
        ...(batch
          ? [
              () =>
                stranger.track.batch.run({
                  operations: [
                    { op: 'items.add', input: { kind: 'grocery', title: 'Milk' } },
                    { op: name, input },
                  ],
                }),
            ]
          : []),
      ]
      for (const call of calls) {
        const answer = await call().then(
          (given) => ({ code: 'none', given }),
          (error: { code: string }) => error,
        )
        // a list by what is not there is empty; what a field names and is not there makes the field wrong
        if (name === 'items.list' && what.includes('secret-boat'))
          expect(answer, what).toEqual({ code: 'none', given: { items: [], next_cursor: null } })
        else expect(['not_found', 'invalid'], `${what}: ${JSON.stringify(answer)}`).toContain(answer.code)
        expect(JSON.stringify(answer), what).not.toMatch(/secret (todo|other|chore|task|duty|hull)/i)
      }
    }
    expect(await state()).toEqual(before)
  })

  it('are no project in quick add', async () => {
    const item = await stranger.track.items.add({ text: `Added @${theirs.project}` })
    expect(item).toMatchObject({ kind: 'todo', title: `Added @${theirs.project}`, project: null })
  })
})

import { describe, expect, it } from 'vitest'
import type { Change } from '#contract/types.ts'
import { FIELD_CODES } from '#domain/entities.ts'
import type { FieldName } from '#domain/fields.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { addAll, contents, revisionOf } from '#testing/builders.ts'
import { openStream } from '#testing/event-stream.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

/** Initially null, an empty list, a number; and one that projects have, too. Each could have been added since. */
const FIELDS = ['occasion', 'tags', 'priority', 'notes'] as const satisfies FieldName[]

const without = (field: FieldName, entity: object): object =>
  Object.fromEntries(Object.entries(entity).filter(([name]) => name !== field))

/** As the journal keeps it: the codes of fields in one word, then values, of which the last ones may be missing. */
type KeptState = [codes: string, ...values: unknown[]]
type Kept = [id: string, after: KeptState | null, before?: KeptState | null, entity?: string]

function withoutCode(code: string, state: KeptState): KeptState {
  const [codes, ...values] = state
  const left = [...codes].map((one, i) => ({ one, value: values[i] })).filter(({ one }) => one !== code)
  const kept = left.flatMap(({ value }) => (value === undefined ? [] : [value]))
  return [left.map(({ one }) => one).join(''), ...kept]
}

describe.each(VARIANTS)('what was written before a field existed, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)

  /** What a user's journal keeps, as it keeps it. */
  const journaled = async () => {
    const { read } = server.deps.engine
    const rows = await read
      .selectFrom('journal')
      .where('space_id', '=', ann.spaceId)
      .orderBy('revision')
      .selectAll()
      .execute()
    return rows.map(({ revision, differences }) => ({ revision, differences: JSON.parse(differences) as Kept[] }))
  }

  /** Leaves the journal as a program without the field would have written it. */
  async function forget(field: FieldName): Promise<void> {
    const strip = (state: KeptState | null) => state && withoutCode(FIELD_CODES[field], state)
    const rows = await journaled()
    await server.deps.engine.write(`user ${ann.id}`, async (db) => {
      for (const { revision, differences } of rows) {
        const stripped = differences.map(([id, after, before = null, ...entity]) => [
          id,
          strip(after),
          strip(before),
          ...entity,
        ])
        await db
          .updateTable('journal')
          .set({ differences: JSON.stringify(stripped) })
          .where('space_id', '=', ann.spaceId)
          .where('revision', '=', revision)
          .execute()
      }
    })
  }

  async function followed(count: number): Promise<Change[]> {
    const stream = await openStream(server.url, ann.key, '0')
    const changes: Change[] = []
    while (changes.length < count) changes.push((await stream.next()).data)
    stream.close()
    return changes
  }

  it.each(FIELDS)('is told, undone, redone and carried over as if there always had been one: %s', async (field) => {
    const { track } = ann
    const states = [await contents(track)]
    const write = async (job: Promise<unknown>) => (await job, states.push(await contents(track)))
    await write(track.projects.add({ title: 'Boat' }))
    const ids: string[] = []
    await write(addAll(track, 'todo', ['One', 'Two', 'Three']).then((items) => ids.push(...items.map(({ id }) => id))))
    await write(track.projects.update({ slug: 'boat', title: 'Ship' }))
    await write(track.items.update({ id: ids[0]!, title: 'First' }))
    await write(track.items.move({ id: ids[2]!, before: ids[0]! }))
    await write(track.items.start({ id: ids[0]! }))
    await write(track.items.remove({ id: ids[1]! }))
    const { changes } = await track.changes.list({ since: 0 })
    const document = await track.data.export()

    await forget(field)
    expect((await track.changes.list({ since: 0 })).changes).toEqual(changes)
    expect(await followed(changes.length)).toEqual(changes)
    expect(await findInconsistencies(server.deps.engine)).toEqual([])

    const older = {
      ...document,
      items: document.items.map((item) => without(field, item)) as typeof document.items,
      projects: document.projects.map((project) =>
        field === 'notes' ? without(field, project) : project,
      ) as typeof document.projects,
    }
    const bob = await server.addAnyUser()
    await bob.track.data.import(older)
    expect(await contents(bob.track)).toEqual(states.at(-1))
    expect(await track.data.import(older)).toMatchObject({ revision: null, items: { added: 0, kept: 0 } })

    const undone: number[] = []
    for (const { revision } of changes.toReversed()) {
      await track.changes.undo({ revision })
      states.pop()
      expect(await contents(track)).toEqual(states.at(-1))
      undone.push(await revisionOf(track))
    }
    await forget(field)
    for (const revision of undone.toReversed()) await track.changes.undo({ revision })
    expect(await contents(track)).toEqual(await contents(bob.track))
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })

  it('stays undoable beside a write that sets the field', async () => {
    const { track } = ann
    const { id, revision } = await track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' })
    await forget('occasion')
    const set = await track.items.update({ id, occasion: 'birthday' })
    await expect(track.changes.undo({ revision })).rejects.toMatchObject({ code: 'conflict' })
    await track.changes.undo({ revision: set.revision })
    expect(await track.items.get({ id })).toMatchObject({ occasion: null, recipient: 'Mom' })
    await track.changes.undo({ revision })
    await expect(track.items.get({ id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

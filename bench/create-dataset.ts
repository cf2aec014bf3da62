import { randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, type Day, todayIn } from '#domain/dates.ts'
import { createItem } from '#domain/edits.ts'
import type { PlacedItem } from '#domain/items.ts'
import { KIND, type Kind, poolOf } from '#domain/kinds.ts'
import { NO_USAGE } from '#domain/usage.ts'
import { positionsBetween } from '#domain/order.ts'
import type { ServiceDeps } from '#service/context.ts'
import { create } from '#service/users.ts'
import { runSteps } from '#store/run-steps.ts'
import { Write } from '#service/write.ts'
import { migrate, SCHEMA_VERSION } from '#store/migrate.ts'
import { openSqlite } from '#store/sqlite/open.ts'
import { userById } from '#store/users.ts'

/**
 * `node create-dataset.mjs FOLDER ITEMS OPEN OTHERS`: a user with ITEMS items, OPEN of them open, and OTHERS users with
 * 500 each.
 */
const [folder = '', items = '0', open = '0', others = '0'] = process.argv.slice(2)
const ITEMS_PER_OTHER = 500
const ITEMS_PER_WRITE = 1000
/** Less than the 400 days after which the journal is compacted. */
const DAYS = 390
const DAY_MS = 24 * 60 * 60 * 1000

const engine = openSqlite(join(folder, 'track.db'), { exclusive: true, create: true })
await migrate(engine)
const deps: ServiceDeps = {
  engine,
  now: () => new Date(),
  random: (bytes) => randomBytes(bytes),
  uuid: () => randomUUID(),
  timezone: () => 'UTC',
  quota: NO_USAGE,
  lastKnown: new Map(),
  onWritten: () => {},
}
const today = todayIn('UTC', deps.now())

const KINDS: readonly Kind[] = [
  'todo',
  'todo',
  'todo',
  'chore',
  'task',
  'task',
  'gift',
  'shopping',
  'grocery',
  'grocery',
]
const WORDS = [
  'letter',
  'window',
  'garden',
  'bicycle',
  'kitchen',
  'ticket',
  'battery',
  'paint',
  'insurance',
  'present',
  'shelf',
  'invoice',
  'dentist',
  'plants',
  'school',
  'lamp',
]
const PROJECT = 'house'

/**
 * The n-th item, deterministic except for dates. For searches, one in 50 has the word "plumber", 12 "xylophone", all
 * "household".
 */
function itemOf(n: number, count: number, isOpen: boolean, due: Day | null) {
  const kind = KINDS[n % KINDS.length]!
  const word = (step: number) => WORDS[(n * step) % WORDS.length]
  const verb = ['See to', 'Ask about', 'Order', 'Mend'][n % 4]
  const frequent = n % 50 === 7 ? ' with the plumber' : ''
  const rare = n % Math.ceil(count / 12) === 0 ? ' and the xylophone' : ''
  return {
    kind,
    isOpen,
    fields: {
      title: `${verb} the ${word(3)} and the ${word(7)}${frequent}${rare}`,
      due,
      priority: [3, 3, 2, 4, 3, 5, 1, 3, 4, 3][Math.floor(n / 10) % 10]!,
      tags: ['household', ...(n % 3 ? [] : [word(5)!])],
      notes: n % 4 ? null : `For the ${word(11)}, number ${n}.`,
      ...(kind === 'chore' && { every: 'weekly' }),
      ...(kind === 'task' && { project: PROJECT, estimate: 30 }),
      ...(kind === 'gift' && { recipient: 'Mom' }),
    },
  }
}

/** A fifth of the items, at most 300, are overdue or due today; the others are due within three years. */
function dueOf(n: number, count: number): Day {
  const step = Math.ceil(count / Math.min(count / 5, 300))
  if (n % step === 0) return addDays(today, -Math.floor((n / step) % 30))
  return addDays(today, 1 + (n % 1095))
}

async function fill(userId: string, count: number, openCount: number): Promise<void> {
  const drafts = Array.from({ length: count }, (_, n) =>
    itemOf(n, count, n >= count - openCount, n >= count - openCount ? dueOf(n, openCount) : null),
  )
  const positions = new Map<string, string[]>()
  const bucket = ({ kind, fields }: (typeof drafts)[number]) =>
    `${poolOf(kind, kind === 'task' ? PROJECT : null)} ${fields.priority}`
  const sizes = new Map<string, number>()
  for (const draft of drafts) sizes.set(bucket(draft), (sizes.get(bucket(draft)) ?? 0) + 1)
  for (const [name, size] of sizes) positions.set(name, positionsBetween(null, null, size)!.toReversed())
  for (let from = 0; from < count; from += ITEMS_PER_WRITE) {
    const at = new Date(Date.now() - (1 - from / count) * DAYS * DAY_MS).toISOString()
    await engine.write(`user ${userId}`, async (db) => {
      const user = (await userById(db, userId))!
      const write = new Write(
        { deps, db, user, spaceId: user.space_id, now: { at, today }, session: { client: 'import', origin: '' } },
        'batch.run',
      )
      if (from === 0)
        await runSteps(
          write.put('project', null, {
            slug: PROJECT,
            title: 'House',
            type: 'general',
            status: 'active',
            notes: null,
            created_at: at,
            updated_at: at,
            revision: write.revision,
          }),
        )
      for (const [n, draft] of drafts.slice(from, from + ITEMS_PER_WRITE).entries()) {
        const created = createItem(draft.kind, draft.fields, write.now)
        const item: PlacedItem = {
          ...created,
          id: await runSteps(write.newId(KIND[draft.kind].prefix)),
          position: positions.get(bucket(draft))!.pop()!,
          revision: write.revision,
        }
        const closed = { ...item, status: 'done', done_at: at } as const
        const doing = { ...item, status: 'doing' } as const
        await runSteps(write.put('item', null, draft.isOpen ? (n % 100 === 1 ? doing : item) : closed))
      }
      const end = await runSteps(write.close())
      await runSteps(end())
    })
  }
}

const addUser = (name: string, role: 'admin' | 'member') =>
  engine.write('users', (db) => create(deps, db, deps.now().toISOString(), { name, role, timezone: 'UTC' }))

const me = await addUser('bench', 'admin')
await fill(me.id, Number(items), Number(open))
for (let i = 0; i < Number(others); i++)
  await fill((await addUser(`other-${i}`, 'member')).id, ITEMS_PER_OTHER, ITEMS_PER_OTHER / 5)
await engine.close()
writeFileSync(
  join(folder, 'made.json'),
  JSON.stringify({ day: today, schema: SCHEMA_VERSION, user: me.id, key: me.api_key }),
  { mode: 0o600 },
)

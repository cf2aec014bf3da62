import type { Call, Send } from './sender.ts'

/** The worst that one user may ask for: each is sent as one user, while another one uses the server. */
export interface WorstRequest {
  name: string
  /** Sends it, and resolves with the statuses of the answers. */
  send(attack: Attack): Promise<number[]>
}

export interface Attack {
  send: Send
  /** How many items there are. */
  items: number
}

const post = (path: string, body: object): Call => ({ method: 'POST', path, body })
const get = (path: string): Call => ({ method: 'GET', path })

/** Sends the same call several times at once. */
const concurrently = (count: number, call: Call | (() => Call)) => async (attack: Attack) =>
  (await Promise.all(Array.from({ length: count }, () => attack.send(typeof call === 'function' ? call() : call)))).map(
    ({ status }) => status,
  )

const once = (make: (attack: Attack) => Call | Promise<Call>) => async (attack: Attack) => [
  (await attack.send(await make(attack))).status,
]

interface ImportedRow {
  kind: string
  title: string
  [field: string]: unknown
}

/** A document of `count` items whose ids begin at `first`. */
function documentOf(
  prefix: string,
  first: number,
  count: number,
  row: (n: number) => ImportedRow,
  projects: readonly object[] = [],
): object {
  const items = Array.from({ length: count }, (_, n) => ({
    id: `${prefix}-${(first + n).toString(16)}`,
    created_at: '2026-01-01T00:00:00.000Z',
    ...row(n),
  }))
  return { format: 'track', version: 1, projects, features: [], items }
}

const NOTE = 'note '.repeat(12_800) // 64,000 characters
const bigNotes = (items: number): number => Math.min(480, items / 20)

async function idsOf({ send }: Attack, filter: string): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  do {
    const { body } = await send(get(`/api/items?${filter}&limit=1000${cursor}`))
    const { items, next_cursor } = body as { items: { id: string }[]; next_cursor: string | null }
    ids.push(...items.map(({ id }) => id))
    cursor = next_cursor ? `&cursor=${next_cursor}` : ''
  } while (cursor)
  return ids
}

const reversed = (pool: string, filter: string) => async (attack: Attack) => ({
  method: 'PUT',
  path: `/api/order/${pool}`,
  body: { ids: (await idsOf(attack, filter)).toReversed() },
})

const oddTexts = ['every ', 'due fri ', 'the day after ', 'in 3 ', '#a ', '"', ' ']
const MIB = 1024 * 1024

export const WORST_REQUESTS: readonly WorstRequest[] = [
  {
    name: 'an import of everything',
    send: once(({ items }) =>
      post(
        '/api/import',
        documentOf('t', 0x100000, items, (n) => ({
          kind: 'todo',
          title: `common thing ${n}`,
          notes: 'common word '.repeat(20),
        })),
      ),
    ),
  },
  {
    name: 'an import of 30 MiB of notes',
    send: once(({ items }) =>
      post(
        '/api/import',
        documentOf('g', 0x100000, bigNotes(items), (n) => ({ kind: 'grocery', title: `big ${n}`, notes: NOTE })),
      ),
    ),
  },
  {
    name: 'an import of a project with 30 MiB of notes that are due',
    send: once(({ items }) => {
      const task = (n: number) => ({ kind: 'task', project: 'boat', title: `${n}`, notes: NOTE, due: '2026-01-01' })
      const project = { slug: 'boat', title: 'Boat', created_at: '2026-01-01T00:00:00.000Z' }
      return post('/api/import', documentOf('k', 0x100000, bigNotes(items), task, [project]))
    }),
  },
  {
    name: 'an import of chores that are due daily',
    send: once(({ items }) =>
      post(
        '/api/import',
        documentOf('c', 0x100000, items / 10, (n) => ({ kind: 'chore', title: `daily ${n}`, every: 'daily' })),
      ),
    ),
  },
  {
    name: 'an import of 32 MiB that is one text',
    send: once(() => post('/api/import', { format: 'x'.repeat(31 * MIB) })),
  },
  { name: 'everything in reversed order', send: once(reversed('todos', 'kind=todo')) },
  { name: 'large notes in reversed order', send: once(reversed('groceries', 'kind=grocery')) },
  {
    name: '40 orders at once',
    send: async (attack) => {
      const call = await reversed('todos', 'kind=todo')(attack)
      return concurrently(40, { ...call, body: { ids: call.body.ids.slice(0, 20) } })(attack)
    },
  },
  {
    name: 'an order of 99,999 wrong ids',
    send: once(() => ({ method: 'PUT', path: '/api/order/todos', body: { ids: Array(99_999).fill('t-fffff') } })),
  },
  {
    name: 'an order of 99,999 numbers',
    send: once(() => ({ method: 'PUT', path: '/api/order/todos', body: { ids: Array(99_999).fill(1) } })),
  },
  {
    name: '333 times done, reopened and moved in a batch',
    send: async (attack) => {
      const [id] = await idsOf(attack, 'kind=todo')
      const operations = Array.from({ length: 333 }, () => [
        { op: 'items.done', input: { id } },
        { op: 'items.reopen', input: { id } },
        { op: 'items.move', input: { id, to: 'bottom' } },
      ])
      return once(() => post('/api/batch', { operations: operations.flat() }))(attack)
    },
  },
  {
    name: 'a batch that answers 1,000 large notes',
    send: async (attack) => {
      const ids = await idsOf(attack, 'kind=grocery')
      const operations = Array.from({ length: 1000 }, (_, n) => ({
        op: 'items.reopen',
        input: { id: ids[n % ids.length] },
      }))
      return once(() => post('/api/batch', { operations }))(attack)
    },
  },
  {
    name: 'a batch of 1,000 with 60 unknown fields each',
    send: once(() =>
      post('/api/batch', {
        operations: Array.from({ length: 1000 }, () => ({
          op: 'items.add',
          input: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}`, 1])),
        })),
      }),
    ),
  },
  {
    name: '100 adds of 64 KiB at once',
    send: concurrently(100, () => post('/api/items', { kind: 'todo', title: 'x', notes: NOTE })),
  },
  {
    name: '70 odd lines of quick add at once',
    send: async (attack) =>
      (
        await Promise.all(
          oddTexts.map((text) =>
            concurrently(10, post('/api/items', { text: text.repeat(64_000 / text.length) }))(attack),
          ),
        )
      ).flat(),
  },
  { name: '50 exports at once', send: concurrently(50, get('/api/export')) },
  { name: '90 long lists at once', send: concurrently(90, get('/api/items?limit=1000')) },
  { name: '90 lists of large notes at once', send: concurrently(90, get('/api/items?kind=grocery&limit=1000')) },
  {
    name: '90 searches of 12 beginnings at once',
    send: concurrently(90, get('/api/search?q=c+co+com+comm+commo+common+t+th+thi+thin+thing+w')),
  },
  { name: '90 filtered lists at once', send: concurrently(90, get('/api/items?q=common&limit=1000')) },
  { name: '20 times Today with large notes', send: concurrently(20, get('/api/today')) },
  { name: '20 times a project with large notes', send: concurrently(20, get('/api/projects/boat')) },
  { name: '50 times the coming nine days', send: concurrently(50, get('/api/upcoming?days=9')) },
  { name: '50 times the coming year', send: concurrently(50, get('/api/upcoming?days=366')) },
  { name: '50 snapshots at once', send: concurrently(50, get('/api/snapshot')) },
  { name: '50 times the whole journal', send: concurrently(50, get('/api/changes?limit=1000')) },
  {
    name: '20 calendar feeds at once',
    send: async (attack) => {
      const { body } = await attack.send(get('/api/calendar'))
      return concurrently(
        20,
        get(`/calendar.ics?key=${(body as { feed_key: string }).feed_key}&repeat=1&all=1`),
      )(attack)
    },
  },
  {
    name: 'an import of everything and its undo',
    send: async (attack) => {
      const rows = documentOf('s', 0x100000, attack.items, (n) => ({ kind: 'shopping', title: `thing to buy ${n}` }))
      return [
        ...(await once(() => post('/api/import', rows))(attack)),
        ...(await once(() => post('/api/undo', {}))(attack)),
      ]
    },
  },
]

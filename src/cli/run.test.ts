import { beforeEach, describe, expect, test } from 'vitest'
import { trackFrom } from '#contract/track.ts'
import { TrackError, UnknownOutcomeError } from '#domain/errors.ts'
import { createCommandLine, type CommandResult } from '#testing/command-line.ts'
import { serverForThisTest, useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const me = useNewUser(server)
/** What most of these tests look at is what people see; output.test.ts looks at pipes. */
const TERMINAL = { columns: 200, env: { NO_COLOR: '1' } }
let cli: ReturnType<typeof createCommandLine>

beforeEach(() => {
  cli = createCommandLine(({ key }) => (key === 'trk_test' ? me.track : server.trackFor(key)), TERMINAL)
})

const track = (words: string, typing?: Parameters<typeof cli.track>[1]) => cli.track(words, typing)
/** The id that `add` said. */
async function added(words: string): Promise<string> {
  const { out, code } = await track(`add ${words}`)
  expect(code).toBe(0)
  return /^added (\S+)/.exec(out)![1]!
}
/** What was printed, ids made the same everywhere. */
const plain = ({ out }: CommandResult) => out.replace(/\b([tcksgf])-[0-9a-f]{4}\b/g, '$1-####')
const titlesOf = async (what: string) =>
  (JSON.parse((await track(`list ${what} --json`)).out) as { items: { title: string }[] }).items.map(
    ({ title }) => title,
  )

describe('without a key', () => {
  test.each(['', 'list', 'add x', 'done t-1', 'user list', 'list --json'])(
    '"track %s" stops before any network traffic, with exactly one line',
    async (words) => {
      const alone = createCommandLine(() => expect.unreachable(), {
        file: null,
        env: { TRACK_API_KEY: '', TRACK_API_URL: '' },
      })
      expect(await alone.track(words)).toEqual({
        code: 1,
        out: '',
        err: 'error: track is not configured. Run: track config\n',
      })
    },
  )
  test('help and version need none', async () => {
    const alone = createCommandLine(() => expect.unreachable(), { file: null })
    expect(await alone.track('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
    expect((await alone.track('add --help')).code).toBe(0)
    expect((await alone.track('frob')).code).toBe(2)
  })
})

describe('add', () => {
  test('says the id and what was understood', async () => {
    expect(plain(await track('add Call the dentist tomorrow #health p2 ~15m'))).toBe(
      'added t-####  Call the dentist · P2 · due tomorrow · #health · 15m\n',
    )
    expect(plain(await track('add todo Call the dentist tomorrow'))).toBe('added t-####  Call the dentist tomorrow\n')
    expect(plain(await track('add gift Scarf --for Mom --budget 19.9'))).toBe(
      'added s-####  Scarf · for Mom · $19.90\n',
    )
  })
  test('several items are one write and one undo', async () => {
    expect(plain(await track('add grocery milk, eggs, bread'))).toBe(
      'added g-####  milk\nadded g-####  eggs\nadded g-####  bread\n',
    )
    expect((await track('undo')).out).toMatch(/^undid: added 3 items: /)
    expect(await titlesOf('groceries')).toEqual([])
  })
  test('--json gives the item, of several {items}', async () => {
    expect(JSON.parse((await track('add todo x --json')).out)).toMatchObject({ kind: 'todo', title: 'x' })
    expect(JSON.parse((await track('add x #y --json')).out)).toMatchObject({
      title: 'x',
      understood: [{ field: 'tags' }],
    })
    expect(JSON.parse((await track('add grocery a, b --json')).out)).toMatchObject({
      items: [{ title: 'a' }, { title: 'b' }],
    })
  })
  test('a wrong field is named, and nothing is added', async () => {
    expect(await track('add grocery x --for Mom')).toMatchObject({
      code: 2,
      out: '',
      err: 'error: --for Mom: a grocery has no recipient\n',
    })
    expect((await track('add todo x --due 6/1')).err).toContain('1 June or 6 January')
    expect(await titlesOf('--all')).toEqual([])
  })
})

test('today shows its sections with counts', async () => {
  const late = await added('todo File taxes -p 1 --due yesterday --estimate 1h30m')
  await added('todo Pack --due today --tags trip,home')
  const doing = await added('todo Write letter')
  await track(`start ${doing}`)
  await added('todo Think big -p 2')
  await added('todo Later --due tomorrow')
  expect(plain(await track(''))).toBe(`Overdue · 1
t-####  P1  File taxes    1 day late  1h30m

Today · 1
t-####  P3  Pack          today       #trip #home

In progress · 1
t-####  P3  Write letter              doing

Priority · 1
t-####  P2  Think big

10 Mar · 4 items · 1h30m
`)
  expect(JSON.parse((await track('today --json')).out)).toMatchObject({
    date: '2026-03-10',
    count: 4,
    overdue: [{ id: late }],
  })
})

test('times of day show at their rows, those that have passed marked', async () => {
  for (const at of ['9am', '15:00', 'noon']) await added(`todo At ${at} --due today --at ${at}`)
  await added('Call Ann tomorrow 3pm')
  await added('todo Standup --every daily --due tomorrow --at 9:30')
  await added('todo Taxes --due yesterday --at 8:00')
  expect(plain(await track(''))).toBe(`Overdue · 1
t-####  P3  Taxes     1 day late

Today · 3
t-####  P3  At 9am    09:00 passed
t-####  P3  At noon   today 12:00
t-####  P3  At 15:00  today 15:00

10 Mar · 4 items
`)
  expect(plain(await track('upcoming --days 3'))).toBe(`Today · Tue 10 Mar
t-####  P3  At 9am    09:00 passed
t-####  P3  At noon   12:00
t-####  P3  At 15:00  15:00

Tomorrow · Wed 11 Mar
t-####  P3  Standup   09:30         daily
t-####  P3  Call Ann  15:00

Thu 12 Mar
t-####  P3  Standup   09:30 again   daily
`)
  const id = await added('todo Dentist --due fri --at 10:30')
  expect((await track(`show ${id}`)).out).toMatch(/due +13 Mar 10:30 \(Fri\)/)
  expect((await track(`edit ${id} --due none`)).out).toMatch(/^changed \S+ {2}Dentist\n$/)
  expect(await track('add todo x --at 3pm')).toMatchObject({
    code: 2,
    err: 'error: --at 3pm: stands only with a due date\n',
  })
})

test('nothing to show says so in a friendly line, not in the data', async () => {
  for (const words of [
    '',
    'list',
    'upcoming',
    'search xyz',
    'projects',
    'log',
    'rank todos',
    'list todos --tag none',
  ]) {
    const { code, out, err } = await track(words)
    expect({ words, code, out }).toEqual({ words, code: 0, out: '' })
    expect(err).toMatch(/^[A-Z].*\.?.*\n$/)
  }
})

describe('ticking off', () => {
  test('a todo, twice', async () => {
    const id = await added('todo File taxes')
    expect(await track(`done ${id}`)).toEqual({ code: 0, out: `done ${id}  File taxes\n`, err: '' })
    expect((await track(`done ${id}`)).out).toBe(`already done ${id}  File taxes\n`)
  })
  test('what recurs names its next copy, a chore its next day', async () => {
    const id = await added('todo Rent --due 2026-03-01 --every monthly')
    expect(plain(await track(`done ${id}`))).toBe('done t-####  Rent\nnext t-#### due 1 Apr\n')
    const chore = await added('chore Water --every 3d')
    expect((await track(`done ${chore}`)).out).toBe(`done ${chore}  Water · next 13 Mar\n`)
    expect((await track(`done ${chore} --on yesterday`)).out).toBe(`done ${chore}  Water · next 12 Mar\n`)
    expect((await track(`skip ${chore}`)).out).toBe(`skipped ${chore}  Water · next 15 Mar\n`)
  })
  test('a gift has two stages', async () => {
    const id = await added('gift Scarf --for Mom')
    expect((await track(`done ${id}`)).out).toBe(`bought ${id}  Scarf\n`)
    expect((await track(`done ${id} --bought`)).out).toBe(`already bought ${id}  Scarf\n`)
    expect((await track(`done ${id}`)).out).toBe(`given ${id}  Scarf\n`)
    expect((await track(`reopen ${id}`)).out).toBe(`reopened ${id}  Scarf\n`)
  })
  test('several ids are one write; beginnings of ids will do', async () => {
    const [a, b] = [await added('todo a'), await added('chore b --every daily')]
    expect((await track(`done ${a.slice(0, 5)} ${b.slice(0, 5)}`)).out).toBe(
      `done ${a}  a\ndone ${b}  b · next 11 Mar\n`,
    )
    expect((await track('undo')).out).toMatch(/^undid: done 2 items: /)
    expect(await titlesOf('')).toHaveLength(2)
    const { results } = JSON.parse((await track(`done ${a} ${b} --json`)).out) as { results: unknown[] }
    expect(results).toMatchObject([{ item: { id: a }, added: null }, { item: { id: b } }])
  })
  test('start, cancel, reopen say what they did, and when it was so already', async () => {
    const id = await added('todo x')
    expect((await track(`start ${id}`)).out).toBe(`started ${id}  x\n`)
    expect((await track(`start ${id}`)).out).toBe(`already in progress ${id}  x\n`)
    expect((await track(`cancel ${id}`)).out).toBe(`canceled ${id}  x\n`)
    expect(await track(`done ${id}`)).toEqual({
      code: 1,
      out: '',
      err: `error: ${id} is canceled\nhint: Reopen it first: track reopen ${id}\n`,
    })
    expect((await track(`reopen ${id}`)).out).toBe(`reopened ${id}  x\n`)
  })
})

describe('changing', () => {
  test('edit, pri, convert', async () => {
    const id = await added('todo Call --due fri --tags a')
    expect((await track(`edit ${id} --due none --tags b,c -p 1 --title Ring`)).out).toBe(
      `changed ${id}  Ring · P1 · #b #c\n`,
    )
    expect((await track(`edit ${id} --tags none`)).out).toBe(`changed ${id}  Ring · P1\n`)
    expect((await track(`edit ${id} --due none`)).out).toBe(`nothing to change: ${id}  Ring · P1\n`)
    expect((await track(`pri ${id} 4`)).out).toBe(`P4 ${id}  Ring\n`)
    expect((await track(`pri ${id} 4`)).out).toBe(`already P4 ${id}  Ring\n`)
    expect(plain(await track(`convert ${id} shopping --budget 5`))).toBe(
      'converted t-#### to a shopping item: s-####  Ring · P4 · $5\n',
    )
  })
  test('edit opens an editor and sends what changed, guarded by the revision that it showed', async () => {
    const id = await added('todo Call --due 2026-03-12')
    let discarded = 0
    const editor = (change: (text: string) => string | Promise<string>) => ({
      environment: {
        edit: async (text: string) => ({
          text: await change(text),
          file: '/tmp/kept.md',
          discard: () => void discarded++,
        }),
      },
    })
    expect(
      (
        await track(
          `edit ${id}`,
          editor((text) => text.replace('title: Call', 'title: Ring')),
        )
      ).out,
    ).toBe(`changed ${id}  Ring · due Thu\n`)
    expect(
      (
        await track(
          `edit ${id}`,
          editor((text) => text),
        )
      ).out,
    ).toBe(`nothing to change: ${id}  Ring · due Thu\n`)
    expect(discarded).toBe(2)
    expect(
      await track(
        `edit ${id}`,
        editor((text) => text.replace('due: 2026-03-12', 'due: someday')),
      ),
    ).toMatchObject({ code: 2, err: expect.stringContaining('hint: Your text is kept in /tmp/kept.md') })
    const meanwhile = editor(async (text) => {
      await me.track.items.update({ id, priority: 1 })
      return text.replace('Ring', 'Shout')
    })
    expect((await track(`edit ${id}`, meanwhile)).code).toBe(1)
    expect(discarded).toBe(2)
  })
  test('rm says what it removed and how to get it back', async () => {
    const [a, b] = [await added('todo a'), await added('todo b')]
    expect(await track(`rm ${a} ${b} ${a}`)).toEqual({
      code: 0,
      out: `removed ${a}  a\nremoved ${b}  b\n`,
      err: 'undo with: track undo\n',
    })
    expect(await titlesOf('')).toEqual([])
    await track('undo')
    expect(await titlesOf('')).toEqual(['a', 'b'])
  })
})

describe('rank', () => {
  test('prints the list, takes numbers, and keeps what was not named', async () => {
    for (const title of ['File taxes', 'Call mom', 'Sleep']) await added(`todo ${title}`)
    const ran = await track('rank todos', { input: '3, 1\n' })
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(plain(ran)).toBe(`current order (todos):
 1. t-####  P3  File taxes
 2. t-####  P3  Call mom
 3. t-####  P3  Sleep
new order: 
new order (todos):
 1. t-####  P3  Sleep
 2. t-####  P3  File taxes
 3. t-####  P3  Call mom
`)
  })
  test.each(['\n', '', '1 2\n'])('%j keeps the order', async (input) => {
    await track('add grocery a, b')
    const { code, err } = await track('rank groceries', { input })
    expect({ code, err }).toEqual({ code: 0, err: 'the order is as before\n' })
  })
  test.each([
    ['1 1\n', '1 is named twice'],
    ['3\n', '3 is not in the list'],
    ['b\n', '"b" is no number'],
  ])('%j is an error and changes nothing', async (input, why) => {
    await track('add grocery a, b')
    const { code, err } = await track('rank groceries', { input })
    expect(code).toBe(1)
    expect(err).toContain(`error: ${why}`)
    expect(await titlesOf('groceries')).toEqual(['a', 'b'])
  })
  test('says when the asked order crosses a priority', async () => {
    await track('add grocery a, b')
    await added('grocery c -p 1')
    const { err, code } = await track('rank groceries', { input: '3 2\n' })
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^note: priority stays the first key/) })
    expect(await titlesOf('groceries')).toEqual(['c', 'b', 'a'])
  })
  test('a project that is not there is named; --json gives the items', async () => {
    expect(await track('rank nosuch')).toMatchObject({
      code: 1,
      err: 'error: there is no project nosuch\nhint: track projects lists them.\n',
    })
    await track('add grocery a, b')
    const { out, err } = await track('rank groceries --json', { input: '2\n' })
    expect(JSON.parse(out)).toMatchObject({ items: [{ title: 'b' }] })
    expect(err).toContain('current order (groceries):')
  })
})

test('show lists every line of text that an item has, by its label', async () => {
  const { id } = JSON.parse((await track('add gift Scarf --for Mom --occasion birthday --json')).out) as { id: string }
  const { out } = await track(`show ${id}`)
  expect(out).toMatch(/^ *for +Mom$/m)
  expect(out).toMatch(/^ *occasion +birthday$/m)
})

describe('projects', () => {
  test('from the first to the last day', async () => {
    expect((await track('project add Kitchen reno --type engineering')).out).toBe('added kitchen-reno  Kitchen reno\n')
    const feature = /f-\S+/.exec((await track('feature add kitchen-reno Tiles')).out)![0]
    await added(`task Buy tiles --project kitchen-reno --feature ${feature} --estimate 2h`)
    await added('task Paint --project kitchen-reno -p 2')
    expect(plain(await track('show kitchen-reno')))
      .toBe(`Kitchen reno  kitchen-reno · engineering · active · 0/2 done · 2h left

k-####  P2  Paint

f-####  Tiles  0/1 · 2h left
k-####  P3  Buy tiles  2h
`)
    expect((await track('projects')).out).toBe('kitchen-reno  Kitchen reno  0/2  engineering · 2h left\n')
    expect(plain(await track('list kitchen-reno'))).toBe('k-####  P2  Paint\nk-####  P3  Buy tiles  f-#### · 2h\n')
    expect(plain(await track('feature list kitchen-reno'))).toBe('f-####  Tiles  todo  0/1  2h left\n')
    expect(plain(await track(`feature done ${feature}`))).toBe('done f-####  Tiles\n')
    expect((await track('project archive kitchen-reno')).out).toBe('archived kitchen-reno  Kitchen reno\n')
    expect((await track('projects')).out).toContain('archived · engineering')
  })
  test('a task that goes into an inactive one causes a warning', async () => {
    await track('project add Garden')
    await track('project archive garden')
    const ran = await track('add task Weed --project garden')
    const warning =
      'warning: garden is archived, so its tasks show in no view. ' +
      'To take it up again: track project edit garden --status active\n'
    expect({ ...ran, out: plain(ran) }).toEqual({ code: 0, out: 'added k-####  Weed · garden\n', err: warning })
    expect(await track('add task Dig --project garden --json')).toMatchObject({ code: 0, err: '' })
    const id = await added('todo Rake')
    expect((await track(`convert ${id} task --project garden`)).err).toBe(warning)
    await track('project edit garden --status active')
    expect((await track('add task Water --project garden')).err).toBe('')
  })
  test('removing one with open tasks asks', async () => {
    await track('project add Garden')
    await added('task Weed --project garden')
    expect(await track('project rm garden', { input: 'n\n' })).toEqual({
      code: 1,
      out: '',
      err: 'garden has 1 open task. Remove all? [y/N] \nnothing was removed; --force removes it without asking\n',
    })
    expect((await track('project rm garden', { input: '' })).code).toBe(1)
    expect((await track('project rm garden', { input: 'y\n' })).out).toBe('removed garden  Garden\n')
    await track('undo')
    expect(await track('project rm garden --force')).toEqual({
      code: 0,
      out: 'removed garden  Garden\n',
      err: 'undo with: track undo\n',
    })
  })
})

test('undo of an id takes back the newest write that changed it', async () => {
  const add = async (title: string) => (await me.track.items.add({ kind: 'todo', title })).id
  const [a, b] = [await add('a'), await add('b')]
  await track(`pri ${a} 1`)
  await track(`pri ${b} 2`)
  expect((await track(`undo ${a}`)).out).toMatch(new RegExp(`^undid: .*${a}`))
  const priorities = async () =>
    (await me.track.items.list()).items.map(({ priority }) => priority).toSorted((one, other) => one - other)
  expect(await priorities()).toEqual([2, 3])
  expect((await track(`undo ${a} --redo`)).out).toMatch(new RegExp(`^redid: .*${a}`))
  expect(await priorities()).toEqual([1, 2])
  await track(`undo ${a}`)
  await track(`undo ${a}`)
  expect((await me.track.items.list()).items.map(({ id }) => id)).toEqual([b])
  expect(await track(`undo ${a}`)).toMatchObject({ code: 1, err: `error: there is nothing of ${a} to undo\n` })
  expect(await track(`undo ${b} --revision 1`)).toMatchObject({ code: 2 })
})

test('log and undo name the operation, also through undo and redo', async () => {
  const id = await added('chore Sweep --every weekly')
  await track(`skip ${id}`)
  expect((await track('undo')).out).toContain(`undid: skipped ${id}  Sweep`)
  await track('undo --redo')
  const lines = (await track('log')).out.split('\n')
  expect(lines[0]).toMatch(new RegExp(`redid \\d+: skipped ${id} {2}Sweep$`))
  expect(lines[1]).toMatch(new RegExp(`undid \\d+: skipped ${id} {2}Sweep · undone$`))
})

test('the log has a line for each write, and undo says what it took back', async () => {
  const id = await added('todo Water')
  await track(`done ${id}`)
  await track('project add Garden')
  await track(`edit ${id} --due tomorrow`)
  expect((await track('undo')).out).toBe(`undid: changed ${id}  Water (due none → 11 Mar) · by cli, 10 Mar 12:00\n`)
  expect((await track('undo')).out).toBe('undid: added project garden  Garden · by cli, 10 Mar 12:00\n')
  expect((await track('undo --redo')).out).toBe('redid: added project garden  Garden · by cli, 10 Mar 12:00\n')
  expect(
    (await track('log')).out.split('\n').map((line) => line.replace(/^10 Mar 12:00 {2}cli {2}\s*\d+ {2}/, '')),
  ).toEqual([
    expect.stringMatching(/^redid \d+: added project garden {2}Garden$/),
    expect.stringMatching(/^undid \d+: added project garden {2}Garden · undone$/),
    expect.stringMatching(/^undid \d+: changed /),
    expect.stringContaining(`changed ${id}  Water (due none → 11 Mar) · undone`),
    'added project garden  Garden',
    `done ${id}  Water`,
    `added ${id}  Water`,
    '',
  ])
  expect((await track(`log ${id} --limit 1`)).err).toContain('… and more')
})

describe('export and import', () => {
  test('carry everything over, and say what was added', async () => {
    await track('project add Boat')
    await added('task Sand --project boat')
    const id = await added('todo Call --due tomorrow')
    await added('todo Ring')
    await track(`done ${id}`)
    const { out, err, code } = await track('export')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toEqual(await me.track.data.export())
    expect(await track('export --output kept.json')).toEqual({ code: 0, out: 'wrote kept.json\n', err: '' })
    expect(cli.files.get('kept.json')).toBe(out)

    const other = await server.addAnyUser()
    const theirs = createCommandLine(() => other.track)
    expect(await theirs.track('import -', { input: out })).toEqual({
      code: 0,
      out: 'added 3 items and 1 project\n',
      err: 'undo with: track undo --revision 1\n',
    })
    theirs.files.set('kept.json', out)
    expect(await theirs.track('import kept.json')).toEqual({
      code: 0,
      out: 'nothing to add, 4 were here already\n',
      err: '',
    })
    await theirs.track(`rm ${id}`)
    await theirs.track('project edit boat --title Ship')
    expect(await theirs.track('import kept.json')).toMatchObject({
      out: 'added 1 item, 2 were here already, 1 has changed here since and stays so\n',
      err: expect.stringContaining('taken here and replaced'),
    })
    expect(JSON.parse((await theirs.track('import kept.json --json')).out)).toMatchObject({
      revision: null,
      items: { added: 0 },
    })
    expect((await theirs.track('log --limit 1')).out).toContain('import\t4\timported t-')
  })
  test('a file that is no export, or an invalid one, is refused with the reason', async () => {
    for (const input of ['', 'hello', '[]', '{"format":"todoist"}']) {
      expect(await track('import -', { input })).toEqual({
        code: 1,
        out: '',
        err:
          'error: standard input: it cannot be told which tracker this is from; nothing was changed\n' +
          'hint: Name it with --from: track, taskwarrior, todoist, ticktick, vikunja, google-tasks, ' +
          'todotxt, ics, csv.\n',
      })
    }
    const row = { id: 't-00a1', kind: 'todo', title: 'x', created_at: '2026-01-01T00:00:00Z' }
    const input = JSON.stringify({
      format: 'track',
      version: 1,
      projects: [],
      features: [],
      items: [row, { ...row, id: 't-00a2', due: 'soon' }],
    })
    expect(await track('import -', { input })).toMatchObject({
      code: 2,
      out: '',
      err: 'error: item 2: due: is a date such as 2026-06-01\n',
    })
    expect(await titlesOf('--all')).toEqual([])
    expect((await track('export --output=')).code).toBe(2)
  })
})

describe('an address that leads only to this machine', () => {
  const warning = (origin: string) => `warning: ${origin}: only this machine is reached by it\nhint: for phones`
  test('is printed with the calendar', async () => {
    for (const words of ['calendar', 'calendar --rotate', 'calendar --json'])
      expect((await track(words)).err).toContain(warning(server.url))
    const reachable = await serverForThisTest('http', { settings: { publicUrl: 'https://track.example' } })
    const { track: theirs } = await reachable.addAnyUser()
    expect((await createCommandLine(() => theirs).track('calendar')).err).not.toContain('warning')
  })
  test('is printed with the address for a new user', async () => {
    const admin = await server.addAnyUser({ role: 'admin' })
    const boss = createCommandLine(() => admin.track)
    const env = { TRACK_API_URL: 'http://localhost:4747' }
    expect((await boss.track(`user add ${admin.name}-a`, { env })).err).toBe(
      'they reach this server by: track config --api-url http://localhost:4747\n' +
        'warning: http://localhost:4747: only this machine is reached by it\n' +
        'hint: for phones and other machines, set TRACK_PUBLIC_URL on the server to an address that they reach; ' +
        'README, "From a phone", tells how\n',
    )
    expect((await boss.track(`user add ${admin.name}-b`)).err).not.toContain('warning')
  })
})

describe('errors', () => {
  test('fields are named as people name them', async () => {
    expect((await track('list --kind nonsense')).err).toBe(
      'error: --kind is one of todo, chore, task, gift, shopping, grocery, not nonsense\n',
    )
    const noId = (text: string) => `${text} is no id; ids look like t-1f3a`
    expect((await track('rm t-')).err).toBe(`error: ${noId('t-')}\n`)
    expect((await track('done x y')).err).toBe(`error: ${noId('x')}; ${noId('y')}\n`)
    expect((await track('add shopping lamp --url ftp://x')).err).toBe(
      'error: --url is a web address that begins with http:// or https://, not ftp://x\n',
    )
    expect((await cli.type(['search', ' '])).err).toMatch(/^error: there is no word to look for\nhint: /)
    expect((await track('list --due-before 6/1')).err).toMatch(/^error: --due-before: /)
    expect((await track(`add grocery milk, ${'x'.repeat(501)}`)).err).toBe(
      'error: item 2: title: has more than 500 characters\n',
    )
  })
  test('an unknown id offers near ones, an ambiguous one what it may be', async () => {
    const id = await added('todo a')
    const slip = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
    expect(await track(`done ${slip}`)).toEqual({
      code: 1,
      out: '',
      err: `error: there is no item ${slip}\nhint: Near it: ${id}\n`,
    })
    const other = `t-${id[2] === '0' ? '1' : '0'}000`
    expect((await track(`done ${other}`)).err).toBe(`error: there is no item ${other}\n`)
  })
  test('with --json the problem stands on standard error', async () => {
    const { code, out, err } = await track('show t-00000 --json')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(JSON.parse(err)).toMatchObject({ code: 'not_found', status: 404, detail: 'there is no item t-00000' })
    expect(JSON.parse((await track('add --json')).err)).toMatchObject({ code: 'invalid', status: 400 })
  })
  test('a refused key exits with 4', async () => {
    expect(await track('list', { env: { TRACK_API_KEY: 'trk_wrong' } })).toEqual({
      code: 4,
      out: '',
      err:
        'error: the server does not know this key\n' +
        'hint: TRACK_API_KEY holds the key that was sent; set it anew, or unset it.\n',
    })
  })
  test('who is no administrator gets an error', async () => {
    expect(await track('user list')).toMatchObject({
      code: 1,
      out: '',
      err: 'error: only an administrator can do this\n',
    })
  })
  test('unknown words name the nearest', async () => {
    expect(await track('lits')).toEqual({
      code: 2,
      out: '',
      err: 'error: there is no command "lits"\nhint: Did you mean track list?\n',
    })
  })
})

describe('what is in the data never acts on a terminal', () => {
  test('titles and notes, on every list', async () => {
    const item = await me.track.items.add({ kind: 'todo', title: 'a \u202eb', notes: 'line\n\u202enext' })
    for (const words of ['list', `show ${item.id}`, 'log', 'search a', `done ${item.id}`]) {
      const { out, code } = await track(words)
      expect(code).toBe(0)
      expect(out).toContain('<U+202E>')
      expect(out).not.toContain('\u202e')
    }
    expect((await track('list --all --json')).out).toContain('"a \\u202eb"')
  })
})

test('lists are followed to their end, and say so when they are cut', async () => {
  const operations = Array.from({ length: 1001 }, (_, i) => ({
    op: 'items.add',
    input: { kind: 'grocery', title: `item ${i}` },
  }))
  await me.track.batch.run({ operations: operations.slice(0, 1000) })
  await me.track.batch.run({ operations: operations.slice(1000) })
  expect((await track('list groceries')).out.trimEnd().split('\n')).toHaveLength(1001)
  const { out, err } = await track('list groceries --limit 3')
  expect(out.trimEnd().split('\n')).toHaveLength(3)
  expect(err).toContain('… and more')
})

describe('config', () => {
  const key = () => me.key
  const unset = () =>
    createCommandLine(
      ({ key: given, url }) =>
        url === 'https://track.test' || url === 'https://projects.wrixton.xyz'
          ? server.trackFor(given)
          : expect.unreachable(),
      { file: null },
    )

  test('checks the key, writes the file, and sets the time zone once', async () => {
    const fresh = unset()
    expect(await fresh.track('config --api-url https://track.test/', { input: `${key()}\n` })).toEqual({
      code: 0,
      out: `wrote /home/you/.track/config.toml\nauthenticated as ${me.name}\n`,
      err: 'the key is for https://track.test\n',
    })
    expect(fresh.config.file!.text).toBe(`api_key = "${key()}"\napi_url = "https://track.test"\n`)
    expect((await me.track.me.get()).timezone).toBe('Europe/Berlin')
    await fresh.track('me --timezone Asia/Tokyo')
    await fresh.track('config', { input: key() })
    expect((await me.track.me.get()).timezone).toBe('Asia/Tokyo')
  })
  test('--as writes and uses another account, and --list shows all', async () => {
    const both = createCommandLine(({ key: given }) => server.trackFor(given))
    const run = (words: string, input = '') => both.track(words, { input, columns: 100, env: { NO_COLOR: '1' } })
    expect(await run('config --as home --api-url https://home.test/api', key())).toMatchObject({
      code: 0,
      out: expect.stringContaining(`authenticated as ${me.name}`),
    })
    expect(both.config.file!.text).toBe(
      'api_key = "trk_test"\napi_url = "https://track.test"\n\n' +
        `[home]\napi_key = "${key()}"\napi_url = "https://home.test"\n`,
    )
    expect((await run('--as home me')).out).toContain(me.name)
    expect((await run('me --as home')).out).toContain(me.name)
    expect((await both.track('me', { env: { TRACK_ACCOUNT: 'home' } })).out).toContain(me.name)
    expect((await run('me')).code).toBe(4)
    expect((await run('config --list')).out).toBe(
      `(without --as)  https://track.test  trk_test…\nhome            https://home.test   ${key().slice(0, 8)}…\n`,
    )
    expect((await run('config --show --as home')).out).toContain('https://home.test')
    expect(await run('me --as ../x')).toMatchObject({ code: 2 })
    expect(await both.type(['__complete', 'fish', '--', '--as', ''])).toMatchObject({
      out: 'home\thttps://home.test\n',
    })
    expect((await both.type(['__complete', 'fish', '--', 'list', '--as', ''])).out).toBe('home\thttps://home.test\n')
  })
  test('--version notes a server of another version, on a terminal', async () => {
    const environment = {
      probe: async () => ({ status: 200, body: '{"version":"2.0.0"}', clockSkewSeconds: 0, validTo: null }),
    }
    expect(await track('--version', { environment })).toEqual({
      code: 0,
      out: '1.2.3\n',
      err: 'note: https://track.test runs 2.0.0\n',
    })
  })
  test('the default address is not written', async () => {
    const fresh = unset()
    await fresh.track('config', { input: key() })
    expect(fresh.config.file!.text).toBe(`api_key = "${key()}"\n`)
  })
  test('what stands around the key on standard input is ignored', async () => {
    for (const input of [`"${key()}"\r\n`, `\ufeff${key()}\n`, `\n\n  '${key()}'  \nmore`, `“${key()}”`]) {
      const fresh = unset()
      expect(await fresh.track('config', { input })).toMatchObject({ code: 0 })
      expect(fresh.config.file!.text).toBe(`api_key = "${key()}"\n`)
    }
  })
  test('a refused key, a misshapen one and none write nothing', async () => {
    const fresh = unset()
    expect(await fresh.track('config', { input: `trk_${'x'.repeat(43)}` })).toMatchObject({ code: 4, out: '' })
    expect(await fresh.track('config', { input: 'hello' })).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('this is no Track key'),
    })
    expect(await fresh.track('config --json', { input: '' })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('"code": "not_found"'),
    })
    expect(fresh.config.file).toBeNull()
    expect(await fresh.track('config --no-verify', { input: 'hello' })).toMatchObject({
      code: 0,
      out: 'wrote /home/you/.track/config.toml\n',
    })
    expect(fresh.config.file).toMatchObject({ text: 'api_key = "hello"\n' })
  })
  test('a broken file is replaced when the address is named, and only then', async () => {
    const broken = createCommandLine(({ key: given }) => server.trackFor(given), {
      file: { text: 'api_key = "unclosed\n', mode: 0o600 },
    })
    expect(await broken.track('list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('replace the file: track config --api-url URL'),
    })
    // whose server the key would go to is not known
    expect(await broken.track('config', { input: key() })).toMatchObject({ code: 1 })
    expect(await broken.track('config --api-url https://track.test', { input: key() })).toMatchObject({ code: 0 })
    expect(broken.config.file!.text).toContain(key())
  })
  test('--show tells each value and where it comes from, the key masked', async () => {
    expect((await track('config --show')).out).toBe(`api_url  https://track.test  file (/home/you/.track/config.toml)
api_key  trk_test…           file (/home/you/.track/config.toml)
`)
    const { out } = await track('config --show', { env: { TRACK_API_KEY: key(), TRACK_API_URL: 'https://other.test' } })
    expect(out).toContain(`${key().slice(0, 8)}…`)
    expect(out).not.toContain(key())
    expect(out).toContain('environment (TRACK_API_URL)')
  })
  test('warns of a file that others can read, and of plain http', async () => {
    const loose = createCommandLine(() => me.track, {
      file: { text: 'api_key = "trk_test"\napi_url = "http://track.test"\n', mode: 0o644 },
    })
    expect((await loose.track('me')).err).toBe(
      'warning: /home/you/.track/config.toml can be read by others; it holds your key. ' +
        'Run: chmod 600 /home/you/.track/config.toml\n' +
        'warning: your key goes to track.test over plain http, where others can read it; use https\n',
    )
    expect((await track('me')).err).toBe('')
  })
  test('an error never repeats a key', async () => {
    for (const words of [
      `show ${key()}`,
      `done ${key()}`,
      `list ${key()}`,
      `add todo x --project ${key()}`,
      key(),
      `pri t-1 ${key()}`,
      `list --kind ${key()} --json`,
    ]) {
      const { code, err, out } = await track(words)
      expect([words, code]).not.toEqual([words, 0])
      expect(err, words).toMatch(/^(error: |\{)/)
      expect(err + out, words).not.toContain(key().slice(4, 12))
    }
  })
  test('doctor finds what is wrong and says what to do', async () => {
    expect(await track('doctor')).toMatchObject({ code: 1, out: expect.stringContaining('is no Track key') })
    const loose = createCommandLine(() => me.track, { file: { text: `api_key = "${key()}"\n`, mode: 0o604 } })
    expect(await loose.track('doctor')).toMatchObject({ code: 1, out: expect.stringContaining('chmod 600') })
    const good = createCommandLine(() => me.track, { file: { text: `api_key = "${key()}"\n`, mode: 0o600 } })
    expect((await good.track('doctor')).code).toBe(0)
    const none = createCommandLine(() => expect.unreachable(), { file: null })
    expect(await none.track('doctor')).toMatchObject({ code: 1, out: expect.stringContaining('no key is set') })
    const ending = (days: number) => ({
      environment: {
        probe: async () => ({
          status: 200,
          body: '{"status":"ready"}',
          clockSkewSeconds: 3,
          validTo: new Date(Date.UTC(2026, 2, 10 + days, 12)),
        }),
      },
    })
    expect((await good.track('doctor', ending(13))).out).toContain(
      'warn  tls      the certificate is valid for 13 days more',
    )
    expect((await good.track('doctor', ending(90))).out).toContain(
      'ok    tls      the certificate is valid for 90 days more',
    )
    for (const day of ['1970-01-01', '2106-02-07'])
      expect(await good.track('doctor', { environment: { localTime: () => ({ day, time: '00:00' }) } })).toMatchObject({
        code: 1,
        out: expect.stringContaining('set the clock of this machine'),
      })
    expect((await good.track('doctor')).out).toContain('warn  address  calendar links lead to http://127.0.0.1')
    const below = { env: { TRACK_API_URL: 'https://host.test/track' } }
    expect((await good.track('doctor', below)).out).toContain(
      'set TRACK_PUBLIC_URL=https://host.test/track on the server',
    )
  })
})

test('open prints the address of an item or a project where there is no browser', async () => {
  const id = await added('todo Call')
  await track('project add Boat')
  expect((await track('open')).out).toBe('https://track.test\n')
  expect((await track(`open ${id.slice(0, 5)}`)).out).toBe(`https://track.test/today?item=${id}\n`)
  expect((await track('open boat')).out).toBe('https://track.test/projects/boat\n')
  expect((await track('open boot')).err).toContain('Did you mean boat?')
})

describe('errors', () => {
  test('show no password of an address that was typed', async () => {
    const url = 'postgres://track:hunter2@db.example/track?password=hunter2'
    for (const words of [url, `--${url}`, `list ${url}`, `user role ryan ${url}`]) {
      for (const flag of ['', ' --json']) {
        const { out, err } = await track(words + flag)
        expect(err).toContain('postgres://track:…@db.example/track')
        expect(out + err).not.toContain('hunter2')
      }
    }
  })
})

test('me tells what one has of a quota', async () => {
  const limited = createCommandLine(
    trackFrom(async ({ name }, input, options) => {
      const { output, revision } = await me.track.call(name, input, options)
      const quota = { items: { used: 12, limit: 1000 }, bytes: { used: 3400, limit: 1_000_000 } }
      return { output: { ...(output as object), quota }, revision }
    }),
    TERMINAL,
  )
  expect((await limited.track('me')).out).toMatch(/^items +12 of at most 1000\ntext +3400 of at most 1000000 bytes$/m)
  expect((await track('me')).out).not.toContain('at most')
})

describe('users', () => {
  test('keys are printed in exactly this shape', async () => {
    const admin = await server.addAnyUser({ role: 'admin' })
    const boss = createCommandLine(() => admin.track)
    const name = `${admin.name}-friend`
    const { out } = await boss.track(`user add ${name}`)
    expect(out).toMatch(
      new RegExp(
        `^created ${name} {2}\\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\)\n` +
          ' {2}api_key: trk_[0-9A-Za-z]{43}\n\n' +
          'share api_key with the user\\. They configure with: track config\n$',
      ),
    )
    expect((await boss.track(`user rotate ${name}`)).out).toMatch(
      new RegExp(`^rotated ${name} {2}\\(.{36}\\)\n {2}api_key: trk_`),
    )
    expect((await boss.track(`user role ${name} admin`)).out).toBe(`${name} is an administrator\n`)
    expect(await boss.track(`user remove ${name}`, { input: 'no\n' })).toMatchObject({ code: 1, out: '' })
    expect((await boss.track('user list')).out).toContain(name)
    expect(await boss.track(`user remove ${name} --yes`)).toMatchObject({ code: 0, out: `removed ${name}\n` })
    expect((await boss.track('user list')).out).not.toContain(name)
  })
  describe('who replace their own key', () => {
    const own = async (file: { text: string; mode: number } | null, env = {}) => {
      const admin = await server.addAnyUser({ role: 'admin' })
      const { text = '', mode = 0o600 } = file ?? {}
      const line = createCommandLine(({ key }) => (key === 'trk_test' ? admin.track : server.trackFor(key)), {
        file: file && { text: text.replace('KEY', 'trk_test'), mode },
        env,
      })
      const result = await line.track(`user rotate ${admin.name}`)
      return { line, result, key: /api_key: (trk_\w+)/.exec(result.out)?.[1] ?? '' }
    }
    test('have it in the configuration file that the old one came from, and nothing else of it changes', async () => {
      const text = '# mine\napi_key = "KEY" # the phone has another\napi_url = "https://track.test"\n'
      const { line, result, key } = await own({ text, mode: 0o600 })
      expect(result).toMatchObject({
        code: 0,
        err: 'this was your own key: /home/you/.track/config.toml holds the new one now\n',
      })
      expect(line.config.file).toEqual({ text: text.replace('KEY', key), mode: 0o600 })
      expect((await line.track('me')).code).toBe(0)
    })
    test('are advised where it came from the environment', async () => {
      const text = 'api_key = "trk_other"\n'
      const { line, result } = await own({ text, mode: 0o600 }, { TRACK_API_KEY: 'trk_test' })
      expect(result).toMatchObject({ code: 0, err: expect.stringContaining('TRACK_API_KEY holds the old one') })
      expect(line.config.file!.text).toBe(text)
    })
    test('see it although the file cannot be written, and what to do', async () => {
      const admin = await server.addAnyUser({ role: 'admin' })
      const line = createCommandLine(() => admin.track, {
        environment: {
          configFile: {
            path: '/config.toml',
            read: () => ({ text: 'api_key = "trk_test"', mode: 0o600 }),
            write: () => {
              throw new TrackError('unavailable', "/config.toml can't be written: the disk is read-only")
            },
          },
        },
      })
      expect(await line.track(`user rotate ${admin.name}`)).toMatchObject({
        code: 1,
        out: expect.stringContaining('api_key: trk_'),
        err: expect.stringMatching(/the new one was not kept: .* the disk is read-only\. Run: track config/),
      })
    })
  })
  test('where there is no answer, hear that it may have been done, and how to find out', async () => {
    const admin = await server.addAnyUser({ role: 'admin' })
    const silent = createCommandLine(
      trackFrom(async ({ name }, input, options) => {
        if (name === 'me.get') return admin.track.call(name, input, options)
        throw new UnknownOutcomeError('no answer from https://track.test: nothing came for 60 s')
      }),
    )
    for (const [words, hint] of [
      ['user add ryan', 'track user list shows whether there is ryan; if so, track user rotate ryan makes a key'],
      ['user rotate ryan', 'Only the newest key counts: to be sure of it, run this again.'],
      [`user rotate ${admin.name}`, 'track me tells: '],
      ['user role ryan admin', 'track user list tells.'],
      ['user remove ryan --yes', 'track user list tells.'],
      ['start t-1', 'track log shows what was done'],
    ] as const)
      expect(await silent.track(words)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining(`nothing came for 60 s; it is not known whether it was done\nhint: ${hint}`),
      })
  })
  test('--local takes the database instead of a key, and closes it', async () => {
    const admin = await server.addAnyUser({ role: 'admin' })
    let closed = 0
    const here = createCommandLine(() => expect.unreachable(), {
      file: null,
      environment: { local: async () => ({ track: admin.track, close: async () => void closed++ }) },
    })
    expect((await here.track('user list --local')).out).toContain(admin.name)
    expect((await here.track('user remove nobody --local --yes')).code).toBe(1)
    expect(closed).toBe(2)
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const me = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
beforeEach(() => void (cli = createCommandLine(() => me.track)))

const LONG = 'A title that is much longer than the others and would like to have all of the line for itself, and more'

/** Items of all kinds, among them one with a very long title. Returns their ids. */
async function addSample(): Promise<string[]> {
  await me.track.projects.add({ title: 'Kitchen reno', type: 'engineering' })
  const lines = [
    ['todo', 'File taxes', { priority: 1, due: '2026-03-08', tags: ['money', 'home'], estimate: '1h30m' }],
    ['todo', LONG, { due: '2026-03-10', tags: ['work'], estimate: '2h' }],
    ['chore', 'Water the plants', { every: '3 days', due: '2026-03-11' }],
    ['task', 'Buy tiles 漢字', { project: 'kitchen-reno', priority: 2 }],
    ['gift', 'Scarf', { recipient: 'Mom', occasion: 'birthday', budget: '19.9', due: '2026-12-24' }],
    ['grocery', 'oat milk', { tags: ['lidl'] }],
  ] as const
  const ids: string[] = []
  for (const [kind, title, fields] of lines) {
    const { id } = await me.track.items.add({ ...fields, kind, title } as Parameters<typeof me.track.items.add>[0])
    ids.push(id)
  }
  await me.track.items.start({ id: ids[3]! })
  await me.track.items.done({ id: ids[5]! })
  return ids
}

/** What was printed, with ids that are the same in each run. */
const plain = (text: string, ids: readonly string[]) =>
  ids.reduce((out, id, i) => out.replaceAll(id, `${id.slice(0, 2)}000${i + 1}`), text)

const COMMANDS = ['today', 'upcoming --days 3', 'list --all', 'projects', 'show kitchen-reno', 'search tiles']

test.each([
  ['40 columns', { columns: 40, env: { NO_COLOR: '1' } }],
  ['80 columns', { columns: 80 }],
  ['200 columns', { columns: 200, env: { NO_COLOR: '1' } }],
  ['a pipe', {}],
])('lists in %s look as in their golden file', async (name, screen) => {
  const ids = await addSample()
  let shown = ''
  for (const words of [...COMMANDS, `show ${ids[0]}`]) {
    const { out, err, code } = await cli.track(words, screen)
    expect([code, err]).toEqual([0, ''])
    shown += `$ track ${words}\n${out}\n`
  }
  await expect(plain(shown, ids)).toMatchFileSnapshot(`golden/${name.replace(' ', '-')}.txt`)
})

test('on a terminal a note about a list stands below it', async () => {
  for (const title of ['a', 'b']) await me.track.items.add({ kind: 'grocery', title })
  const screen: string[] = []
  const stream = { write: (text: string) => screen.push(text), isTTY: true, columns: 60 }
  await cli.track('list --limit 1', { environment: { stdout: stream, stderr: stream } })
  expect(screen).toEqual([expect.stringMatching(/^g-/), '… and more; raise --limit, or leave it out to see all\n'])
})

test('what people copy is whole on the narrowest terminal', async () => {
  const { https, webcal } = await me.track.calendar.get()
  const { out } = await cli.track('calendar', { columns: 40 })
  for (const address of [https, webcal]) expect(out).toContain(`  ${address}\n`)
  expect((await cli.track('me', { columns: 30 })).out).toContain(me.id)
  const url = `https://shop.example/${'x'.repeat(60)}`
  const { id } = await me.track.items.add({ kind: 'shopping', title: 'Lamp', url })
  expect((await cli.track(`show ${id}`, { columns: 40 })).out).toContain(url)
})

describe('in a pipe', () => {
  test('each line has the same cells, dates are ISO dates, and nothing is cut', async () => {
    await addSample()
    const lines = (await cli.track('list --all')).out.trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    for (const line of lines) expect(line.split('\t')).toHaveLength(6)
    expect(lines.find((line) => line.includes(LONG))).toContain('\t2026-03-10\ttodo\t#work · 2h')
  })
  test('show gives a name and a value a line, and notes below', async () => {
    const { id } = await me.track.items.add({ kind: 'todo', title: 'a\u202eb', notes: 'one\n\ntwo', due: '2026-03-10' })
    const { out } = await cli.track(`show ${id}`)
    expect(out).toMatch(new RegExp(`^id\t${id}\ntitle\ta<U\\+202E>b\nkind\ttodo\n`))
    expect(out).toContain('\ndue\t2026-03-10\n')
    expect(out).toMatch(/\n--\none\n\ntwo\n$/)
  })
})

describe('flags', () => {
  test('--fields chooses and orders columns', async () => {
    const ids = await addSample()
    expect((await cli.track('list todos --fields due,id,priority,estimate,tags')).out).toBe(
      `2026-03-08\t${ids[0]}\t1\t90\tmoney,home\n2026-03-10\t${ids[1]}\t3\t120\twork\n`,
    )
    expect((await cli.track('today --fields due,estimate', { columns: 80, env: { NO_COLOR: '1' } })).out).toMatch(
      /^Overdue · 1\n|^2 days late {2}1h30m\n/,
    )
    expect((await cli.track('upcoming --days 5 --fields due,title')).out).toContain('2026-03-14\tWater the plants\n')
    expect(await cli.track('list --fields duo')).toEqual({
      code: 2,
      out: '',
      err: 'error: there is no field "duo"\nhint: Did you mean due?\n',
    })
    expect((await cli.track('list --fields id --json')).err).toContain('--fields and --json exclude each other')
    expect((await cli.type(['list', '--fields', ''])).code).toBe(2)
  })
  test('-q prints ids alone, each once', async () => {
    const ids = await addSample()
    expect((await cli.track('list todos -q', { columns: 40 })).out).toBe(`${ids[0]}\n${ids[1]}\n`)
    expect((await cli.track('upcoming -q --days 10')).out.split('\n').filter((id) => id === ids[2])).toHaveLength(1)
    expect((await cli.track('add -q grocery milk, eggs')).out).toMatch(/^g-\w{4}\ng-\w{4}\n$/)
    expect((await cli.track('done -', { input: (await cli.track('list todos -q')).out })).out).toContain('File taxes')
    expect((await cli.track('list -q --json')).code).toBe(2)
    expect((await cli.track('projects -q')).out).toBe('kitchen-reno\n')
  })
  test('--color decides in place of the screen and NO_COLOR', async () => {
    await addSample()
    const red = '\u001b[31mP1\u001b[39m'
    expect((await cli.track('list')).out).not.toContain(red)
    expect((await cli.track('list --color always', { env: { NO_COLOR: '1' } })).out).toContain(red)
    expect((await cli.track('--color always list')).out).toContain(red)
    expect((await cli.track('--color=always')).out).toContain(red)
    expect((await cli.track('list', { columns: 80 })).out).toContain(red)
    expect((await cli.track('list --color never', { columns: 80 })).out).not.toContain('\u001b')
    expect((await cli.track('list', { columns: 80, env: { TERM: 'dumb' } })).out).not.toContain('\u001b')
    expect((await cli.track('list --color sometimes')).err).toBe(
      'error: --color is one of always, never, auto, not sometimes\nhint: For example: track list\n',
    )
  })
})

test('ids lead to the page on terminals that know hyperlinks', async () => {
  const [id = ''] = await addSample()
  const link = `\u001b]8;;https://track.test/today?item=${id}\u001b\\${id}\u001b]8;;\u001b\\`
  expect((await cli.track('list', { columns: 80, env: { TERM_PROGRAM: 'WezTerm' } })).out).toContain(link)
  expect((await cli.track('list', { columns: 80, env: { VTE_VERSION: '7200' } })).out).toContain(link)
  expect((await cli.track('list', { columns: 80, env: { TERM: 'xterm-256color' } })).out).not.toContain('\u001b]8')
  expect((await cli.track('list', { env: { TERM_PROGRAM: 'WezTerm' } })).out).not.toContain('\u001b]8')
})

import { describe, expect, test } from 'vitest'
import { COMMANDS } from './commands.ts'
import { isCommandGroup } from './command.ts'
import { wrapText } from './help.ts'
import { parse } from './parse.ts'
import { UsageError } from './options.ts'

async function options(...argv: string[]) {
  const parsed = await parse(argv, '1.2.3')
  if (parsed.text !== undefined) throw new Error('shows help')
  return parsed.options
}
async function refused(...argv: string[]): Promise<{ message: string; hint: string | undefined }> {
  const error = await parse(argv, '1.2.3').then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UsageError)
  const { message, details } = error as UsageError
  return { message, hint: details.hint }
}

describe('add', () => {
  test.each([
    ['Call the dentist tomorrow', [{ text: 'Call the dentist tomorrow' }]],
    ['todo Call mom tomorrow p1', [{ kind: 'todo', title: 'Call mom tomorrow p1' }]],
    ['Todo is no kind when written so', [{ text: 'Todo is no kind when written so' }]],
    ['grocery milk, eggs,bread,', ['milk', 'eggs', 'bread'].map((title) => ({ kind: 'grocery', title }))],
    ['shopping lamp -p 2', [{ kind: 'shopping', title: 'lamp', priority: 2 }]],
    ['todo milk, eggs', [{ kind: 'todo', title: 'milk, eggs' }]],
    [
      'gift Scarf --for Mom --occasion birthday --budget 19.99 --url https://a.b',
      [{ kind: 'gift', title: 'Scarf', recipient: 'Mom', occasion: 'birthday', budget: '19.99', url: 'https://a.b' }],
    ],
    [
      'chore Water --every mon,thu --last-done yesterday --estimate 1h30m',
      [{ kind: 'chore', title: 'Water', every: 'mon,thu', last_done: 'yesterday', estimate: '1h30m' }],
    ],
    ['Tiles --project kitchen --feature f-1', [{ text: 'Tiles', project: 'kitchen', feature: 'f-1' }]],
    ['Scarf --for Mom', [{ text: 'Scarf', recipient: 'Mom' }]],
    [
      'chore Dishes --every daily --turns ann,eve --turn-rule fewest',
      [{ kind: 'chore', title: 'Dishes', every: 'daily', turns: ['ann', 'eve'], turn_rule: 'fewest' }],
    ],
    ['Cook --turns none', [{ text: 'Cook', turns: null }]],
    ['Cook --assign eve', [{ text: 'Cook', assigned: 'eve' }]],
    ['todo Cook --assign none', [{ kind: 'todo', title: 'Cook', assigned: null }]],
    ['Call tomorrow --due fri', [{ text: 'Call tomorrow', due: 'fri' }]],
    [
      'todo x --tags a,#b --tags c --notes none --due none -p P1',
      [{ kind: 'todo', title: 'x', tags: ['a', 'b', 'c'], notes: null, due: 'none', priority: 1 }],
    ],
    ['todo -- -p is a flag', [{ kind: 'todo', title: '-p is a flag' }]],
  ])('%s', async (line, expected) =>
    expect(await options('add', ...line.split(' '))).toEqual({ inputs: expected, quiet: false }),
  )

  test('one quoted text is one text', async () =>
    expect(await options('add', 'todo call')).toMatchObject({ inputs: [{ text: 'todo call' }] }))

  test.each([
    ['', "missing required argument 'title'"],
    ['todo', 'the title of the todo is missing'],
    ['grocery , ,', 'the title of the grocery is missing'],
    ['todo x -p 6', 'a priority is a number from 1 (highest) to 5, not 6'],
    ['todo x --frob', "unknown option '--frob'"],
    ['todo x --due', "option '--due <date>' argument missing"],
  ])('refuses "%s"', async (line, message) =>
    expect((await refused('add', ...line.split(' ').filter(Boolean))).message).toBe(message),
  )
})

describe('list', () => {
  const filter = async (...argv: string[]) => {
    const { style: _, ...rest } = (await options('list', ...argv)) as { style: object }
    return JSON.parse(JSON.stringify(rest)) as object
  }
  test('pools, kinds and projects', async () => {
    expect(await filter()).toEqual({ filter: {} })
    expect(await filter('shopping')).toEqual({ filter: { kind: ['gift', 'shopping'] } })
    expect(await filter('shopping', '--kind', 'gift')).toEqual({ filter: { kind: ['gift'] } })
    expect(await filter('groceries')).toEqual({ filter: { kind: ['grocery'] } })
    expect(await filter('gift')).toEqual({ filter: { kind: ['gift'] } })
    expect(await filter('kitchen-reno')).toEqual({ filter: { project: ['kitchen-reno'] }, slug: 'kitchen-reno' })
  })
  test('filters', async () => {
    expect(
      await filter(
        '--tag',
        'a,#b',
        '--tag',
        'c',
        '--due-before',
        'next week',
        '--due-after',
        'today',
        '--all',
        '--limit',
        '7',
      ),
    ).toEqual({
      filter: { tag: ['a', 'b', 'c'], due_before: 'next week', due_after: 'today', status: ['all'] },
      limit: 7,
    })
    expect(await filter('--kind', 'todo,task', '--status', 'done', '--project', 'a', '--feature', 'f-1')).toEqual({
      filter: { kind: ['todo', 'task'], status: ['done'], project: ['a'], feature: ['f-1'] },
    })
  })
  test('what excludes each other', async () => {
    expect((await refused('list', '--all', '--status', 'done')).message).toBe('--all and --status exclude each other')
    expect((await refused('list', 'todos', '--kind', 'task')).message).toBe(
      '--kind task: "todos" holds only todo items',
    )
    expect((await refused('list', '--limit', '0')).message).toBe('--limit is a whole number from 1 to 1000000, not 0')
    expect((await refused('list', 'a', 'b')).message).toMatch(/^too many arguments/)
  })
})

test('the other commands', async () => {
  expect(await options('done', 't-1', 'c-2', '--on', 'yesterday')).toEqual([
    { id: 't-1', on: 'yesterday' },
    { id: 'c-2', on: 'yesterday' },
  ])
  expect(await options('done', 's-1', '--given')).toEqual([{ id: 's-1', stage: 'given' }])
  expect(await options('edit', 't-1', '--due', 'none', '--tags', 'none', '--for', '')).toEqual({
    ids: ['t-1'],
    fields: { due: 'none', tags: [], recipient: null },
  })
  expect(await options('edit', 't-1', '--due', 'fri', '--series')).toEqual({
    ids: ['t-1'],
    fields: { due: 'fri', series: true },
  })
  await expect(options('edit', 't-1', '--series')).rejects.toThrow('--series stands only beside --due')
  expect(await options('convert', 't-1', 'task', '--project', 'a', '--drop')).toEqual([
    { id: 't-1', kind: 'task', project: 'a', drop: true },
  ])
  expect(await options('pri', 't-1', 'p2')).toEqual([{ id: 't-1', priority: 2 }])
  expect(await options('move', 't-1', 'top')).toEqual({ ids: ['t-1'], to: { to: 'top' } })
  expect(await options('move', 't-1', '--before', 't-2')).toEqual({ ids: ['t-1'], to: { before: 't-2' } })
  expect(await options('rank', 'gift')).toBe('shopping')
  expect(await options('show', 'T-1F')).toEqual({ id: 't-1f' })
  expect(await options('show', 'kitchen')).toEqual({ slug: 'kitchen' })
  expect(await options('upcoming', '--days', '3')).toMatchObject({ input: { days: 3 } })
  expect(await options('log', '--limit', '3')).toEqual({ limit: 3 })
  expect(await options('undo', '--redo')).toEqual({ input: { redo: true } })
  expect(await options('user', 'remove', 'ryan', '-y', '--local')).toEqual({ name: 'ryan', yes: true, local: true })
  expect(await options('project', 'add', 'Kitchen', 'reno', '--type', 'engineering')).toEqual({
    title: 'Kitchen reno',
    type: 'engineering',
  })
  expect(await options('config', '--no-verify', '--api-url', 'https://x.y')).toEqual({
    show: false,
    list: false,
    verify: false,
    url: 'https://x.y',
  })
  expect(await options('serve', '--data-dir', '/d', '--port', '0')).toEqual({ TRACK_DATA_DIR: '/d', TRACK_PORT: '0' })
})

test('usage that is wrong in other commands', async () => {
  expect((await refused('done')).message).toBe("missing required argument 'id'")
  expect((await refused('done', 't-1', '--bought', '--given')).message).toBe('--bought and --given exclude each other')
  expect((await refused('move', 't-1')).message).toBe(
    'say where to: one of top, up, down, bottom, --before ID or --after ID',
  )
  expect((await refused('move', 't-1', 'left')).message).toBe('where to is one of top, up, down, bottom, not left')
  expect((await refused('convert', 't-1', 'todos')).message).toMatch(/^the kind is one of/)
  expect((await refused('rank', 'task')).message).toBe('tasks are ordered inside their project')
  expect((await refused('user', 'role', 'ryan', 'king')).message).toBe('the role is one of admin, member, not king')
  expect((await refused('project', 'edit', 'a')).message).toMatch(/^say what to change/)
  expect((await refused('undo', '--redo', '--revision', '3')).message).toBe('--redo and --revision exclude each other')
})

test('an unknown word names the nearest ones', async () => {
  expect(await refused('serach')).toEqual({
    message: 'there is no command "serach"',
    hint: 'Did you mean track search?',
  })
  expect(await refused('up')).toEqual({ message: 'there is no command "up"', hint: 'Did you mean track upcoming?' })
  expect(await refused('xyzzy')).toEqual({ message: 'there is no command "xyzzy"', hint: 'track --help lists them.' })
  expect(await refused('project', 'ad')).toEqual({
    message: 'there is no command "project ad"',
    hint: 'Did you mean track project add?',
  })
  expect((await refused('project')).message).toBe('track project needs one of add, show, edit, archive, rm')
  expect((await refused('list', '--limt', '3')).hint).toBe('Did you mean --limit?')
})

test('a bare track is today; options may stand before the command', async () => {
  expect(await parse([], '1')).toMatchObject({ name: 'today', json: false })
  expect(await parse(['--json'], '1')).toMatchObject({ name: 'today', json: true })
  expect(await parse(['--json', 'ls'], '1')).toMatchObject({ name: 'list', json: true })
  expect(await parse(['--json', 'user', 'list'], '1')).toMatchObject({ name: 'user list', json: true })
  expect(await parse(['--version'], '1.2.3')).toMatchObject({ text: '1.2.3' })
})

test('help is folded to the width, under what it belongs to', async () => {
  const { text = '' } = await parse(['add', '--help'], '1')
  const lines = wrapText(text, 50).split('\n')
  expect(lines.filter((line) => line.length > 50 && !line.startsWith('  track '))).toEqual([])
  expect(wrapText('  --due <date>  tomorrow, fri, in 3 days', 30)).toBe(
    '  --due <date>  tomorrow, fri,\n                in 3 days',
  )
  expect(wrapText('one two three', 7)).toBe('one two\nthree')
  expect(wrapText(`x ${'y'.repeat(20)} z`, 10)).toBe(`x\n${'y'.repeat(20)} z`)
})

test('the name of a file is not empty', async () => {
  for (const words of [
    ['backup', ''],
    ['restore', ' '],
    ['import', ''],
    ['export', '--output', ''],
  ])
    expect((await refused(...words)).message).toBe('the name of the file is empty')
})

test('every command answers --help with an example that it understands itself', async () => {
  for (const listed of COMMANDS) {
    const found = await listed.load()
    const lines = isCommandGroup(found)
      ? Object.keys(found.commands).map((word) => [listed.name, word])
      : [[listed.name]]
    for (const line of lines) {
      const { text } = await parse([...line, '--help'], '1')
      expect(text).toContain(`Usage: track ${line.join(' ')}`)
      expect(text).toMatch(new RegExp(`Examples?:\n( {2}.*\n)*? {2}.*track ${line[0]}|Examples?:\n {2}track\n`))
    }
    const commands = isCommandGroup(found) ? Object.values(found.commands).map(({ command }) => command) : [found]
    for (const { examples } of commands) {
      for (const example of examples) {
        const words = (
          example
            .split('|')
            .at(-1)!
            .split('<')[0]!
            .match(/"[^"]*"|\S+/g) ?? []
        ).map((word) => word.replaceAll('"', ''))
        expect(words[0]).toBe('track')
        if (example !== 'track edit t-1f3a')
          await expect(
            parse(words.slice(1), '1', { readInput: () => Promise.resolve('milk') }),
            example,
          ).resolves.toHaveProperty('options')
      }
    }
  }
  expect((await parse(['--help'], '1')).text).toContain('Usage: track COMMAND')
  expect((await parse(['help', 'add'], '1')).text).toContain('Usage: track add')
  expect((await parse(['project', '--help'], '1')).text).toContain('Usage: track project COMMAND')
})

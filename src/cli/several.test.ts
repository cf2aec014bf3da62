import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const me = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
beforeEach(() => void (cli = createCommandLine(() => me.track)))

const track = (words: string, input?: string) => cli.track(words, { input })
const add = async (title: string) => (await me.track.items.add({ kind: 'todo', title })).id
const titles = async () => (await me.track.items.list()).items.map(({ title }) => title)
const revision = async () => (await me.track.me.get()).revision

describe('several items at once', () => {
  test('edit and pri are one write and one undo', async () => {
    const [a, b] = [await add('a'), await add('b')]
    const before = await revision()
    expect(await track(`edit ${a} ${b} ${a} --due 2026-03-12`)).toEqual({
      code: 0,
      out: `changed ${a}  a · due 2026-03-12\nchanged ${b}  b · due 2026-03-12\n`,
      err: '',
    })
    expect((await track(`pri ${a} ${b} 1`)).out).toBe(`P1 ${a}  a\nP1 ${b}  b\n`)
    expect(await revision()).toBe(before + 2)
    await track('undo')
    await track('undo')
    expect((await me.track.items.list()).items.map(({ due, priority }) => [due, priority])).toEqual([
      [null, 3],
      [null, 3],
    ])
    expect(JSON.parse((await track(`pri ${a} ${b} 2 --json`)).out)).toMatchObject({ results: [{ id: a }, { id: b }] })
  })
  test('edit without flags opens one item only', async () => {
    expect(await track('edit t-1 t-2')).toMatchObject({
      code: 2,
      err: expect.stringContaining('several items are edited by flags'),
    })
  })
  test('move keeps the order in which they are given', async () => {
    const [a, b, c, d] = [await add('a'), await add('b'), await add('c'), await add('d')]
    expect((await track(`move ${c} ${b} top`)).out).toBe(`moved top: ${c}  c\nmoved top: ${b}  b\n`)
    expect(await titles()).toEqual(['c', 'b', 'a', 'd'])
    await track(`move ${c} ${b} bottom`)
    expect(await titles()).toEqual(['a', 'd', 'c', 'b'])
    await track(`move ${b} ${c} --after ${a}`)
    expect(await titles()).toEqual(['a', 'b', 'c', 'd'])
    await track(`move ${c} ${d} --before ${a}`)
    expect(await titles()).toEqual(['c', 'd', 'a', 'b'])
    await track(`move ${c} ${d} down`)
    expect(await titles()).toEqual(['a', 'c', 'd', 'b'])
    expect(await track(`move ${a} ${b}`)).toMatchObject({ code: 2, err: expect.stringContaining(`not ${b}`) })
    expect(await track(`move ${a} top --after ${b}`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('say where to'),
    })
  })
})

describe('standard input', () => {
  test('holds ids, alone or as the first column of a list', async () => {
    const [a, b, c] = [await add('a'), await add('b'), await add('c')]
    expect((await track('start -', `${a} ${b}\n\n`)).out).toBe(`started ${a}  a\nstarted ${b}  b\n`)
    expect((await track(`pri - 1`, `${a}\tP3\ta\n${c}\tP3\tc\n`)).out).toBe(`P1 ${a}  a\nP1 ${c}  c\n`)
    expect((await track(`done ${a} -`, `${b}\r\n`)).out).toBe(`done ${a}  a\ndone ${b}  b\n`)
    expect((await track('rm -', `\ufeff${c}\n`)).out).toBe(`removed ${c}  c\n`)
  })
  test('without an id changes nothing and is no failure', async () => {
    await add('a')
    for (const words of ['rm -', 'done -', 'edit - --due today', 'move - top'])
      expect(await track(words, '\n')).toEqual({
        code: 0,
        out: '',
        err: 'no id was on standard input; nothing was done\n',
      })
    expect(await titles()).toEqual(['a'])
  })
  test('holds an item a line, of a kind or as quick add', async () => {
    const { out, err } = await track('add -', 'Call mom p1\n\nchore: Sweep weekly\n')
    expect(err).toBe('')
    expect(out).toMatch(/^added t-\w+ {2}Call mom · P1\nadded c-\w+ {2}Sweep .*\n$/)
    expect((await track('add grocery - --tags lidl', 'milk, eggs\nbread\n')).out.split('\n')).toHaveLength(4)
    await track('undo')
    expect(await titles()).toEqual(['Sweep', 'Call mom'])
    expect(await track('add -', ' \n')).toEqual({
      code: 0,
      out: '',
      err: 'no line was on standard input; nothing was added\n',
    })
    expect((await track('add todo a -')).out).toMatch(/ {2}a -\n/)
  })
  test('holds notes', async () => {
    const { out } = await track('add todo x --notes - --json', '# One\n\ntwo\n\n')
    expect(JSON.parse(out)).toMatchObject({ notes: '# One\n\ntwo' })
    await track('project add Boat --notes -', 'blue')
    expect(await me.track.projects.get({ slug: 'boat' })).toMatchObject({ notes: 'blue' })
    expect(await track('edit - --notes -', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('not both'),
    })
  })
})

test('a filter that is empty, as with an unset variable, is an error and lists nothing', async () => {
  await add('a')
  for (const flag of ['kind', 'status', 'tag', 'project', 'feature', 'due-before', 'due-after'])
    for (const value of ['', ' ', ','])
      if (!(value === ',' && flag.startsWith('due')))
        expect(await cli.type(['list', `--${flag}`, value]), flag).toEqual({
          code: 2,
          out: '',
          err: `error: --${flag} is empty\nhint: Leave it out to list all, or name what to list.\n`,
        })
  expect(await cli.type(['list', ''])).toMatchObject({ code: 2, out: '' })
})

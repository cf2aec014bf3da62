import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { listOptions } from './list-filter.ts'

const server = useTestServer('http')
const me = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
beforeEach(() => void (cli = createCommandLine(() => me.track)))

const titles = async (words: string) =>
  (await cli.track(`list ${words} --fields title`)).out.split('\n').filter(Boolean).join(' ')

describe('lists are narrowed and sorted by flags', () => {
  beforeEach(async () => {
    for (const words of [
      'todo late --due 2026-03-01 --tags work -p 3',
      'todo soon --due 2026-03-12 --tags home -p 1',
      'grocery never -p 2',
      'todo urgent -p 1 --tags work,home',
    ])
      await cli.track(`add ${words}`)
    const { items } = await me.track.items.list({ kind: 'grocery' })
    await me.track.items.done({ id: items[0]!.id })
  })

  test.each([
    ['', 'late soon urgent'],
    ['todos', 'soon urgent late'],
    ['--sort priority', 'soon urgent late'],
    ['--sort added', 'urgent soon late'],
    ['--sort added --reverse', 'late soon urgent'],
    ['--overdue', 'late'],
    ['--no-due', 'urgent'],
    ['--not-tag #work', 'soon'],
    ['--tag work --not-tag home', 'late'],
    ['--priority 1', 'soon urgent'],
    ['-p p1,3 --no-due', 'urgent'],
    ['--due-after 2026-03-02 --due-before 2026-03-31', 'soon'],
    ['--done-after 2026-03-10', 'never'],
    ['--done-before yesterday', ''],
    ['--sort done', 'never'],
  ])('%s', async (words, expected) => expect(await titles(words)).toBe(expected))

  test('flags that exclude each other are named', () => {
    const refused = (flags: Record<string, string | boolean>) => () => listOptions(undefined, flags)
    expect(refused({ overdue: true, dueBefore: 'x' })).toThrow('--overdue and --due-before exclude each other')
    expect(refused({ due: false, overdue: true })).toThrow('--no-due and --overdue exclude each other')
    expect(refused({ all: true, overdue: true })).toThrow('--all and --overdue exclude each other')
    expect(refused({ sort: 'title' })).toThrow('--sort is one of due, priority, added, done, not title')
    expect(refused({ priority: '9' })).toThrow('a priority is a number')
  })
})

describe('tags', () => {
  test('are added and taken away by themselves', async () => {
    const id = /t-\w+/.exec((await cli.track('add todo x --tags a,b')).out)![0]
    expect((await cli.track(`edit ${id} --add-tag #c,d --remove-tag a`)).out).toBe(`changed ${id}  x · #b #c #d\n`)
    expect(await cli.track(`edit ${id} --tags x --add-tag y`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--tags sets all tags, so --add-tag and --remove-tag cannot stand beside it'),
    })
    expect(await cli.track(`edit ${id} --tags +x`)).toEqual({
      code: 2,
      out: '',
      err:
        'error: --tags sets all tags, and "+x" is none\n' +
        'hint: To change some of them: track edit ID --add-tag TAG --remove-tag TAG\n',
    })
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const me = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
beforeEach(() => void (cli = createCommandLine(() => me.track, { columns: 200, env: { NO_COLOR: '1' } })))

const added = async (words: string) => /\b[a-z]-\w+/.exec((await cli.track(words)).out)![0]
const error = async (words: string) => (await cli.track(words)).err

describe('what is not there', () => {
  test('a removed item names the write that brings it back', async () => {
    const id = await added('add todo Call')
    await cli.track(`rm ${id}`)
    const { revision } = await me.track.me.get()
    expect(await cli.track(`done ${id}`)).toEqual({
      code: 1,
      out: '',
      err:
        `error: ${id} was removed by write ${revision}, 10 Mar\n` +
        `hint: To bring it back: track undo --revision ${revision}\n`,
    })
    await cli.track(`undo --revision ${revision}`)
    expect((await cli.track(`done ${id}`)).code).toBe(0)
  })
  test('a converted item names what it became', async () => {
    const id = await added('add todo Milk')
    const became = /g-\w+/.exec((await cli.track(`convert ${id} grocery`)).out)![0]
    expect(await error(`show ${id}`)).toMatch(
      new RegExp(`^error: ${id} became ${became} by write \\d+, 10 Mar\nhint: track show ${became}\n$`),
    )
  })
  test('an unknown project offers the nearest', async () => {
    await cli.track('project add Kitchen reno')
    for (const words of [
      'show kitchen-ren',
      'list kitchen-ren',
      'add task x --project kitchen-ren',
      'rank kichen-reno',
    ])
      expect(await error(words), words).toContain('hint: Did you mean kitchen-reno?\n')
    expect(await error('list todoss')).toContain('Did you mean track list todos')
    expect(await error('show quite-different')).toContain('hint: track projects lists them.\n')
  })
})

test('wrong values are named by flag and value as they were typed', async () => {
  const id = await added('add todo Call')
  expect(await error(`edit ${id} --due someday`)).toMatch(/^error: --due: not a date: someday /)
  expect(await error(`edit ${id} --last-done today --for Mom`)).toBe(
    'error: --last-done today: a todo has no last done; --for Mom: a todo has no recipient\n',
  )
  expect(await error('add chore Sweep')).toMatch(/^error: --every is missing: a chore needs an interval/)
  expect(await error(`done ${id} --on tomorrow`)).toMatch(/^error: --on tomorrow: /)
  expect(await error(`convert ${id} chore`)).toMatch(/^error: --every is missing: /)
  expect(await error('list --due-before 6/1')).toMatch(/^error: --due-before: .*6\/1/)
})

describe('features', () => {
  test('are shown, started, completed and removed like items', async () => {
    await cli.track('project add Track --type engineering')
    const feature = /f-\w+/.exec((await cli.track('feature add track Calendar --notes so')).out)![0]
    const task = await added(`add task Feed --project track --feature ${feature} --estimate 2h`)
    expect((await cli.track(`show ${feature.slice(0, 4)}`)).out).toBe(
      `${feature}  Calendar  track · todo · 0/1 done · 2h left\n${task}  P3  Feed  2h\n\nso\n`,
    )
    expect((await cli.track(`start ${feature} ${task}`)).out).toBe(
      `started ${feature}  Calendar\nstarted ${task}  Feed\n`,
    )
    expect((await cli.track(`done ${feature}`)).out).toBe(`done ${feature}  Calendar\n`)
    expect((await cli.track(`done ${feature}`)).out).toBe(`already done ${feature}  Calendar\n`)
    expect((await cli.track(`rm ${feature}`)).out).toBe(`removed ${feature}  Calendar\n`)
    expect((await cli.track('undo')).out).toContain(`undid: removed feature ${feature}  Calendar`)
    expect(await error(`pri ${feature} 1`)).toBe(
      `error: ${feature} is a feature\nhint: track feature --help tells what features have.\n`,
    )
    expect(await cli.track('show f-0')).toMatchObject({ code: expect.any(Number) })
  })
})

test('undo and log say the verb of the first write, however often it was undone', async () => {
  const id = await added('add chore Sweep --every weekly')
  await cli.track(`skip ${id}`)
  await cli.track('undo')
  expect((await cli.track('undo --redo')).out).toMatch(new RegExp(`^redid: skipped ${id} {2}Sweep · by cli`))
  expect((await cli.track('log --limit 1')).out).toMatch(new RegExp(`redid \\d+: skipped ${id} {2}Sweep\n$`))
  await cli.track(`pri ${id} 1`)
  expect((await cli.track('log --limit 1')).out).toContain(`changed ${id}  Sweep (priority 3 → 1)`)
  expect((await cli.track('undo')).out).toContain(`undid: changed ${id}  Sweep (priority 3 → 1) · by cli`)
})

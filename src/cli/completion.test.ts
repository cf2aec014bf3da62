import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { COMMANDS } from './commands.ts'

const server = useTestServer('http')
const me = useNewUser(server)
const eve = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
/** A clock by which the server has half a minute, so that a busy machine fails no test. */
let asked = 0
const now = () => new Date(Date.UTC(2026, 2, 10, 12) + (asked++ ? 0 : 30_000))
beforeEach(() => void (cli = createCommandLine(() => me.track, { environment: { now } })))

/** What a Tab at the end of the line offers: words with their meanings. */
async function offered(line: string, shell = 'fish'): Promise<string[]> {
  asked = 0
  const { out, err, code } = await cli.type(['__complete', shell, '--', ...line.split(' ')])
  expect([code, err]).toEqual([0, ''])
  return out.split('\n').filter(Boolean)
}
const words = async (line: string) => (await offered(line)).map((one) => one.split('\t')[0]!)

describe('commands, flags and their values', () => {
  test.each([
    ['li', ['list']],
    ['project a', ['add', 'archive']],
    ['list gr', ['groceries', 'grocery']],
    ['rank s', ['shopping']],
    ['add g', ['gift', 'grocery']],
    ['add --due g', []],
    ['add --due tomorrow g', ['gift', 'grocery']],
    ['ls --st', ['--status']],
    ['list --kind g', ['gift', 'grocery']],
    ['list --kind=gift,g', ['--kind=gift,grocery']],
    ['list --kind gift,g', ['gift,grocery']],
    ['list --status todo,do', ['todo,doing', 'todo,done']],
    ['project edit boat --status a', ['active', 'archived']],
    ['--color never list --due-', ['--due-before', '--due-after']],
    ['move t-1f3a u', ['up']],
    ['user role ryan ', ['admin', 'member']],
    ['completion z', ['zsh']],
    ['add -- --', []],
    ['import tr', [':files']],
    ['export -o ', [':files']],
    ['nosuch x', []],
    ['project nosuch x', []],
    ['--', ['--help', '--version']],
    ['help pri', ['pri']],
  ])('track %s', async (line, expected) => expect(await words(line)).toEqual(expected))

  test('every command is known, with what it does', async () => {
    const all = await offered('')
    for (const { name, description } of COMMANDS) expect(all).toContain(`${name}\t${description}`)
  })
})

describe('what the server has', () => {
  test('ids with titles, without those that are on the line', async () => {
    const a = await me.track.items.add({ kind: 'todo', title: 'File taxes' })
    const b = await me.track.items.add({ kind: 'chore', title: 'Water', every: 'weekly' })
    expect(await offered('done ')).toEqual([`${b.id}\tWater`, `${a.id}\tFile taxes`])
    expect(await offered('edit t')).toEqual([`${a.id}\tFile taxes`])
    expect(await offered(`pri ${a.id} `)).toEqual([])
    expect(await offered(`rm ${a.id} `)).toEqual([`${b.id}\tWater`])
    expect(await offered('move x --after c-')).toEqual([`${b.id}\tWater`])
    await me.track.items.done({ id: a.id })
    expect(await words('done t')).toEqual([])
    expect(await words('reopen t')).toEqual([a.id])
    expect(await words(`show ${a.id.slice(0, 5)}`)).toEqual([a.id])
  })
  test('projects, features and tags', async () => {
    await me.track.projects.add({ title: 'Kitchen reno', type: 'engineering' })
    const { id } = await me.track.features.add({ slug: 'kitchen-reno', title: 'Tiles' })
    await me.track.items.add({ kind: 'todo', title: 'x', tags: ['home', 'health'] })
    await me.track.items.add({ kind: 'todo', title: 'y', tags: ['home'] })
    expect(await offered('list kit')).toEqual(['kitchen-reno\tKitchen reno'])
    expect(await words('project show ')).toEqual(['kitchen-reno'])
    expect(await words('add task x --project k')).toEqual(['kitchen-reno'])
    expect(await offered('edit k-1 --feature ')).toEqual([`${id}\tTiles`])
    expect(await words('feature done ')).toEqual([id])
    expect(await words('done f-')).toEqual([id])
    expect(await offered('add x --tags ')).toEqual(['home\t2 open items', 'health\t1 open item'])
    expect(await words('list --not-tag home,h')).toEqual(['home,health'])
  })
  test('members of the space that is named, or that is the default', async () => {
    const [home, invited] = [`home-${me.name}`, await server.addAnyUser()]
    await me.track.spaces.add({ name: home })
    for (const { name } of [eve, invited]) await me.track.members.set({ name: home, user: name, role: 'member' })
    await eve.track.spaces.join({ name: home })
    const both = [me.name, eve.name].toSorted()
    expect(await offered(`add x --space ${home} --assign `)).toEqual(both.map((name) => `${name}\t${home}`))
    expect(await words(`done ${home}/c-12 --by `)).toEqual(both)
    expect(await words(`add chore x --space ${home} --turns ${eve.name},`)).toEqual([`${eve.name},${me.name}`])
    expect(await words('add grocery Milk --assign ')).toEqual([])
    await me.track.me.update({ defaults: { groceries: home } })
    expect(await words('add grocery Milk --assign ')).toEqual(both)
    expect(await words('list groceries --assigned ')).toEqual(both)
    expect(await words('done g-1f3a --by ')).toEqual(both)
    expect(await words('add todo Call --assign ')).toEqual([])
    expect(await words('add Call --assign ')).toEqual(both)
  })
  test('bash is told meanings only where there is a choice, and splits words at =', async () => {
    for (const title of ['a', 'b']) await me.track.items.add({ kind: 'grocery', title, tags: ['oat milk', 'oats'] })
    const both = await offered('done ', 'bash')
    expect(both.map((line) => line.replace(/g-\w+/, 'g-'))).toEqual(['g-  (a)', 'g-  (b)'])
    expect(await offered(`done ${both[0]!.slice(0, 6)}`, 'bash')).toEqual([both[0]!.slice(0, 6)])
    expect(await offered('list --tag = oats', 'bash')).toEqual(['oats'])
    expect(await offered('list --tag = oat', 'bash')).toEqual([
      'oat\\ milk  (2 open items)',
      'oats       (2 open items)',
    ])
    expect(await offered('list --kind =', 'bash')).toContain('gift')
  })
})

test('silent without a key, without a server, and where it takes too long', async () => {
  const alone = createCommandLine(() => expect.unreachable(), { file: null })
  const type = (one: typeof cli) => one.type(['__complete', 'zsh', '--', 'done', ''])
  expect(await type(alone)).toEqual({ code: 0, out: '', err: '' })
  expect((await alone.type(['__complete', 'zsh', '--', 'li'])).out).toContain('list\t')
  const broken = createCommandLine(() => {
    throw new Error('down')
  })
  expect(await type(broken)).toEqual({ code: 0, out: '', err: '' })
  const slow = createCommandLine(() => ({
    ...me.track,
    items: { ...me.track.items, list: () => new Promise(() => {}) },
  }))
  const from = performance.now()
  expect(await type(slow)).toEqual({ code: 0, out: '', err: '' })
  expect(performance.now() - from).toBeLessThan(1_000)
  expect((await cli.type(['__complete'])).code).toBe(2)
})

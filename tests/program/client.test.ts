import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from './fixtures.ts'

const home = useServer()
/** Another program that has installed the package of `npm pack`. */
const otherProgram = join(home.path, 'elsewhere')

beforeAll(async () => {
  mkdirSync(join(otherProgram, 'node_modules/track'), { recursive: true })
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', home.path], {
    encoding: 'utf8',
  })
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }]
  expect(
    spawnSync('tar', [
      'xzf',
      join(home.path, filename),
      '--strip-components=1',
      '-C',
      join(otherProgram, 'node_modules/track'),
    ]).status,
  ).toBe(0)
  writeFileSync(join(otherProgram, 'package.json'), '{"type":"module"}')
})

/** The errors that TypeScript finds in a program with its strictest settings. */
function typed(program: string): string {
  writeFileSync(join(otherProgram, 'program.ts'), program)
  const args = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--lib',
    'es2022',
    '--types',
    '',
    '--ignoreConfig',
    'program.ts',
  ]
  return spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...args], {
    cwd: otherProgram,
    encoding: 'utf8',
  }).stdout
}

describe('track/client', () => {
  it('types every operation, and tells what is wrong', () => {
    const program = (line: string) => `import { connect, TrackError, type Item } from 'track/client'
      const track = connect({ url: 'http://127.0.0.1', key: 'trk_' })
      export async function some(): Promise<Item[]> {
        ${line}
        const { items } = await track.items.list({ kind: ['chore'], due_before: 'eow' })
        return items
      }
      export const code = (error: unknown) => (error instanceof TrackError ? error.code : null)`
    expect(typed(program("await track.items.add({ kind: 'chore', title: 'Water', every: '3 days' })"))).toBe('')
    expect(typed(program("await track.items.add({ kind: 'chores', title: 'Water' })"))).toContain('chores')
    expect(typed(program("await track.items.finish({ id: 't-1' })"))).toContain('finish')
  })

  it('types the failures of each operation', () => {
    const program = (code: string) => `import type { FailureOf } from 'track/client'
      export const code: FailureOf<'projects.get'> = '${code}'`
    expect(typed(program('not_found'))).toBe('')
    expect(typed(program('unauthenticated'))).toBe('')
    expect(typed(program('conflict'))).toContain('"conflict"')
  })

  it('carries them out', () => {
    writeFileSync(
      join(otherProgram, 'program.js'),
      `import { connect, TrackError } from 'track/client'
      const track = connect({ url: '${home.server.url}', key: '${home.server.key}' })
      const added = await track.items.add({ text: 'Call the bank tomorrow p1' })
      const { items } = await track.items.list({ q: 'bank' })
      const error = await track.items.get({ id: 't-0000' }).catch((error) => error)
      const { changes } = await track.changes.list({ limit: 1 })
      const refused = error instanceof TrackError
      console.log(JSON.stringify([added.priority, items.length, refused, error.code, changes[0].client]))`,
    )
    const { stdout, stderr } = spawnSync(process.execPath, ['program.js'], { cwd: otherProgram, encoding: 'utf8' })
    expect([stdout, stderr]).toEqual(['[1,1,true,"not_found","api"]\n', ''])
  })

  it('runs its examples', async () => {
    cpSync('examples', otherProgram, { recursive: true })
    const options = { cwd: otherProgram, env: { ...process.env, ...home.env } }
    const run = (...args: string[]) => spawnSync(process.execPath, args, { ...options, encoding: 'utf8' })
    const follow = spawn(process.execPath, ['follow.mjs'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
    let followed = ''
    const closed = once(follow, 'close')
    const heard = (text: string) => expect.poll(() => followed, { timeout: 10_000 }).toContain(text)
    follow.stdout.on('data', (some: Buffer) => (followed += some))
    await heard('following')
    // it begins with what is written after it has asked where the journal ends
    await expect
      .poll(() => (run('groceries.mjs', 'Milk', 'Bread').stdout, followed), { timeout: 15_000, interval: 500 })
      .toContain('batch.run by api: Milk, Bread')
    follow.kill('SIGINT')
    expect(await closed).toEqual([0, null])
    expect(run('groceries.mjs', '')).toMatchObject({ status: 1, stderr: expect.stringContaining('may not be empty') })
    const added = await fetch(`${home.server.url}/api/items`, {
      method: 'POST',
      headers: { 'x-track-key': home.server.key, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'chore: Water every 3 days' }),
    })
    expect(added.status).toBe(201)
    expect(run('chores.mjs').stdout).toMatch(/^\d{4}-\d\d-\d\d  Water \(3 days\)\n$/)
  })
})

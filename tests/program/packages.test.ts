import { execFile, execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let base: string
let folder: string
let registry: Server
const requests: string[] = []

/** A registry that has one package, or nothing. */
async function openRegistry(tarball?: Buffer): Promise<string> {
  registry = createServer(({ url = '' }, answer) => {
    requests.push(url)
    if (!tarball) return answer.destroy()
    if (url.endsWith('.tgz')) return answer.end(tarball)
    const dist = { tarball: `${urlOf(registry)}/left-2.0.0.tgz` }
    return answer.end(JSON.stringify({ name: 'left', versions: { '2.0.0': { name: 'left', version: '2.0.0', dist } } }))
  })
  await new Promise<void>((ready) => registry.listen(0, '127.0.0.1', ready))
  return urlOf(registry)
}
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

function write(path: string, content: object | string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
}
const lockfile = (version: string) => ({
  name: 'copy',
  lockfileVersion: 3,
  packages: {
    '': { name: 'copy', dependencies: { left: version } },
    'node_modules/left': { version },
    'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['sunos'] },
  },
})
/** Which version the project asks for; installed is 1.0.0. */
function wants(version: string): void {
  write('package.json', { name: 'copy', dependencies: { left: version } })
  write('package-lock.json', lockfile(version))
}
const installed = () => JSON.parse(readFileSync(join(folder, 'node_modules/left/package.json'), 'utf8')).version

function prepare(url: string, step: 'ensureInstalled' | 'ensureBuilt'): Promise<{ code: number; stderr: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: base,
    npm_config_registry: url,
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
  }
  const script = `import('./scripts/prepare.mjs').then((prepare) => prepare.${step}())`
  return new Promise((done) => {
    const child = execFile(process.execPath, ['-e', script], { cwd: folder, env }, (_error, _stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stderr }),
    )
  })
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'track-packages-'))
  folder = join(base, 'project')
  requests.length = 0
  write('scripts/build.mjs', "console.error('built')")
  copyFileSync('scripts/prepare.mjs', join(folder, 'scripts/prepare.mjs'))
  write('.npmrc', 'audit=false\nfund=false\n')
  write('src/track.js', '')
  write('node_modules/left/package.json', { name: 'left', version: '1.0.0' })
  write('node_modules/.package-lock.json', lockfile('1.0.0'))
  wants('1.0.0')
})
afterEach(async () => {
  await new Promise((closed) => registry.close(closed))
  rmSync(base, { recursive: true })
})

describe('packages', () => {
  it('are not installed again where they are those of the lockfile, whenever that was written', async () => {
    const url = await openRegistry()
    expect(await prepare(url, 'ensureInstalled')).toEqual({ code: 0, stderr: '' })
    expect(requests).toEqual([])
  })

  it('that cannot be had leave the present ones in place', async () => {
    const url = await openRegistry()
    wants('2.0.0')
    expect(await prepare(url, 'ensureInstalled')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The packages that are here were left as they are.'),
    })
    expect(installed()).toBe('1.0.0')
    expect(readdirSync(folder).filter((name) => name.startsWith('.install'))).toEqual([])
  })

  it('that cannot be had do not stop what is built already', async () => {
    const url = await openRegistry()
    wants('2.0.0')
    write('dist/track.js', '')
    expect(await prepare(url, 'ensureBuilt')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('warning: going on with the packages that are here'),
    })
    rmSync(join(folder, 'node_modules'), { recursive: true })
    expect(await prepare(url, 'ensureBuilt')).toMatchObject({ code: 1 })
  })

  it('are replaced by those of a changed lockfile', async () => {
    mkdirSync(join(base, 'package'))
    writeFileSync(join(base, 'package/package.json'), JSON.stringify({ name: 'left', version: '2.0.0' }))
    execFileSync('tar', ['-czf', 'left.tgz', 'package'], { cwd: base })
    const url = await openRegistry(readFileSync(join(base, 'left.tgz')))
    wants('2.0.0')
    const { code, stderr } = await prepare(url, 'ensureBuilt')
    expect([code, stderr]).toEqual([0, expect.stringContaining('built')])
    expect(installed()).toBe('2.0.0')
    expect(readdirSync(folder).filter((name) => name.startsWith('.install'))).toEqual([])
    expect(existsSync(join(folder, 'node_modules/.package-lock.json'))).toBe(true)
    requests.length = 0
    expect(await prepare(url, 'ensureInstalled')).toEqual({ code: 0, stderr: '' })
    expect(requests).toEqual([])
  })
})

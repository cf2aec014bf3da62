import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '#main/settings.ts'

const read = (path: string) => readFileSync(path, 'utf8')
const FILES = ['Dockerfile', ...readdirSync('deploy').map((name) => `deploy/${name}`)]

it.each(FILES)('%s names settings that there are', (path) => {
  /** Of the compose file alone. */
  const known = [
    ...Object.keys(SETTINGS),
    ...Object.keys(SETTINGS).map((name) => `${name}_FILE`),
    'TRACK_DATABASE_PASSWORD',
  ]
  for (const [name] of read(path).matchAll(/\bTRACK_[A-Z_]+/g)) expect(known).toContain(name)
})

describe.each(['sqlite', 'postgres'])('deploy/compose.%s.yaml', (database) => {
  const text = read(`deploy/compose.${database}.yaml`)

  it('publishes the port of the image on this machine alone, and keeps the folder of its data', () => {
    const image = read('Dockerfile')
    const [, port] = /^EXPOSE (\d+)$/m.exec(image)!
    const [, folder] = /TRACK_DATA_DIR=(\S+)/.exec(image)!
    expect(text).toMatch(new RegExp(`'127\\.0\\.0\\.1:\\$\\{TRACK_PORT:-${port}\\}:${port}'`))
    expect(text).toContain(`- data:${folder}`)
    expect(text).toContain(`TRACK_FIRST_KEY_FILE: ${folder}/`)
  })

  it('gives the container time to stop, and nothing that it does not need', () => {
    for (const line of ['stop_grace_period: 15s', 'read_only: true', 'cap_drop: [ALL]', "['no-new-privileges:true']"])
      expect(text).toContain(line)
  })

  it('holds no password', () => {
    expect(text).not.toMatch(/PASSWORD: \w|:\/\/track:\w/)
  })
})

describe('the unit', () => {
  const unit = read('deploy/track.service')
  const values = (name: string) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value)

  it('confines the server', () => {
    const required = {
      CapabilityBoundingSet: [''],
      DynamicUser: ['yes'],
      NoNewPrivileges: ['yes'],
      PrivateDevices: ['yes'],
      PrivateTmp: ['yes'],
      PrivateUsers: ['yes'],
      ProtectHome: ['yes'],
      ProtectProc: ['invisible'],
      ProtectSystem: ['strict'],
      RestrictAddressFamilies: ['AF_INET AF_INET6 AF_NETLINK AF_UNIX'],
      RestrictNamespaces: ['yes'],
      SystemCallFilter: ['@system-service', '~@privileged @resources'],
    }
    for (const [name, expected] of Object.entries(required)) expect([name, values(name)]).toEqual([name, expected])
    expect(values('MemoryDenyWriteExecute')).toEqual([]) // V8 makes machine code
  })

  it('is rated below 3.0 by systemd, where there is one', () => {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) return
    const args = ['security', '--offline=true', '--no-pager', '--threshold=30', 'deploy/track.service']
    expect(() => execFileSync('systemd-analyze', args, { encoding: 'utf8' })).not.toThrow()
  })
})

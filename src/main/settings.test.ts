import { userInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { serve } from '#cli/commands/serve.ts'
import { type Env, readSettings, SETTINGS, sqlitePath } from './settings.ts'

const env = { HOME: '/home/ann' }

describe('settings', () => {
  it('have their defaults', () => {
    expect(readSettings(env)).toMatchObject({
      host: '127.0.0.1',
      port: 4747,
      dataDir: '/home/ann/.local/share/track',
      databaseUrl: 'sqlite:/home/ann/.local/share/track/track.db',
      listenUrl: null,
      publicUrl: null,
      trustProxy: false,
      logLevel: 'info',
      rateLimit: 600,
      authRateLimit: 10,
      quota: { item_count: 0, text_bytes: 0 },
      firstKeyFile: null,
      sources: [],
    })
  })

  it('tell what says where the data is; a relative folder in XDG_DATA_HOME or HOME counts for nothing', () => {
    const place = (env: Env, flags = {}) => {
      const { dataDir, placedBy } = readSettings(env, flags)
      return [dataDir, placedBy]
    }
    const { homedir } = userInfo()
    const byHome = ['/home/ann/.local/share/track', 'HOME']
    const bySystem = [`${homedir === '/' ? '' : homedir}/.local/share/track`, 'the home of this user (HOME names none)']
    expect(place({ ...env, XDG_DATA_HOME: '/data' })).toEqual(['/data/track', 'XDG_DATA_HOME'])
    for (const XDG_DATA_HOME of ['', '.', 'data', '~/data']) expect(place({ ...env, XDG_DATA_HOME })).toEqual(byHome)
    for (const odd of [{}, { HOME: '' }, { HOME: '.' }, { HOME: 'ann' }]) expect(place(odd)).toEqual(bySystem)
    expect(place({ ...env, TRACK_DATA_DIR: '/data' })).toEqual(['/data', 'TRACK_DATA_DIR'])
    expect(place({ ...env, TRACK_DATA_DIR: '/data' }, { TRACK_DATA_DIR: '/flag' })).toEqual(['/flag', '--data-dir'])
    expect(place({ ...env, TRACK_DATABASE_URL: 'sqlite:/a/track.db' })[1]).toBe('TRACK_DATABASE_URL')
  })

  it('come from flags before the environment before files, and tell their source', () => {
    const all = { ...env, TRACK_PORT: '1', TRACK_PORT_FILE: '/port' }
    const read = () => ' 2 \n'
    expect(readSettings(all, { TRACK_PORT: '3' }, read)).toMatchObject({
      port: 3,
      sources: [{ name: 'TRACK_PORT', value: '3', source: 'flag' }],
    })
    expect(readSettings(all, {}, read)).toMatchObject({ port: 1, sources: [{ source: 'environment' }] })
    expect(readSettings({ ...all, TRACK_PORT: '' }, {}, read)).toMatchObject({
      port: 2,
      sources: [{ value: '2', source: 'file /port' }],
    })
  })

  it('are read without the quotes, blanks and byte order mark around them', () => {
    const read = () => '\ufeff"postgres://ann:secret@db/x"\r\n'
    expect(readSettings({ ...env, TRACK_DATABASE_URL_FILE: '"/secret"' }, {}, read)).toMatchObject({
      databaseUrl: 'postgres://ann:secret@db/x',
      sources: [{ source: 'file /secret' }],
    })
    expect(readSettings({ ...env, TRACK_PORT: '"80"', TRACK_LOG_LEVEL: "' '" })).toMatchObject({
      port: 80,
      logLevel: 'info',
    })
  })

  it('that are wrong are named with what was expected', () => {
    expect(() => readSettings({ ...env, TRACK_PORT: '70000' })).toThrow(
      'TRACK_PORT is "70000"; expected a port from 0 to 65535',
    )
    for (const wrong of ['example.com', 'https://a.example/?b', 'https://a.example/#b', 'https://a.example/api/'])
      expect(() => readSettings(env, { TRACK_PUBLIC_URL: wrong })).toThrow(
        /^--public-url is .*; expected an address such as/,
      )
    expect(() => readSettings({ ...env, TRACK_HOST_FILE: '/missing' })).toThrow('TRACK_HOST_FILE names /missing')
    expect(() => readSettings({ ...env, TRACK_DATABASE_URL: 'mysql://secret@host' })).toThrow(
      'TRACK_DATABASE_URL is not usable',
    )
  })

  it('show no password, right or wrong, in whatever setting it stands', () => {
    const shown = (env: Env) => JSON.stringify(readSettings(env).sources)
    expect(shown({ ...env, TRACK_DATABASE_URL: 'postgres://track:hunter2@host/x' })).toContain(
      'postgres://track:…@host/x',
    )
    expect(shown({ ...env, TRACK_PUBLIC_URL: 'https://ann:hunter2@track.example' })).not.toContain('hunter2')
    for (const name of ['TRACK_PUBLIC_URL', 'TRACK_HOST', 'TRACK_TRUST_PROXY'])
      expect(() => readSettings({ ...env, [name]: 'postgres://track:hunter2/x@host/x' })).toThrow(
        `${name} is "postgres://track:…@host/x"; expected`,
      )
  })

  it('take a public address with a path, and no slash at its end', () => {
    const publicUrlOf = (value: string) => readSettings(env, { TRACK_PUBLIC_URL: value }).publicUrl
    expect(publicUrlOf('https://track.example/')).toBe('https://track.example')
    expect(publicUrlOf('https://host.example:8443/my/track/')).toBe('https://host.example:8443/my/track')
    expect(publicUrlOf('https://host.example/apis')).toBe('https://host.example/apis')
  })

  it('say whose forwarded headers count', () => {
    expect(readSettings({ ...env, TRACK_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' }).trustProxy).toBe(
      '127.0.0.1, 10.0.0.0/8',
    )
    const hops = readSettings({ ...env, TRACK_TRUST_PROXY: '1' }).trustProxy as (
      address: string,
      hop: number,
    ) => boolean
    expect([hops('a', 0), hops('b', 1)]).toEqual([true, false])
  })

  it('are flags of track serve, too', () => {
    const flags = serve.options!.map(({ flags }) => flags.split(' ')[0]!.slice(2))
    expect(flags.toSorted()).toEqual(
      Object.keys(SETTINGS)
        .map((name) => name.slice('TRACK_'.length).toLowerCase().replaceAll('_', '-'))
        .toSorted(),
    )
  })

  it('name the database file', () => {
    expect(sqlitePath('sqlite:/a/track.db')).toBe('/a/track.db')
    expect(sqlitePath('sqlite:///a/track.db')).toBe('/a/track.db')
  })
})

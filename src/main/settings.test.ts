import { describe, expect, it } from 'vitest'
import { serve } from '#cli/commands/serve.ts'
import { readSettings, SETTINGS, sqlitePath } from './settings.ts'

const env = { HOME: '/home/ann' }

describe('settings', () => {
  it('have their defaults', () => {
    expect(readSettings(env)).toMatchObject({
      host: '127.0.0.1',
      port: 4747,
      dataDir: '/home/ann/.local/share/track',
      databaseUrl: 'sqlite:/home/ann/.local/share/track/track.db',
      publicUrl: null,
      trustProxy: false,
      logLevel: 'info',
      rateLimit: 600,
      authRateLimit: 10,
      firstKeyFile: null,
      found: [],
    })
    expect(readSettings({ ...env, XDG_DATA_HOME: '/data' }).dataDir).toBe('/data/track')
  })

  it('come from flags before the environment before files, and tell their source', () => {
    const all = { ...env, TRACK_PORT: '1', TRACK_PORT_FILE: '/port' }
    const read = () => ' 2 \n'
    expect(readSettings(all, { TRACK_PORT: '3' }, read)).toMatchObject({
      port: 3,
      found: [{ name: 'TRACK_PORT', value: '3', source: 'flag' }],
    })
    expect(readSettings(all, {}, read)).toMatchObject({ port: 1, found: [{ source: 'environment' }] })
    expect(readSettings({ ...all, TRACK_PORT: '' }, {}, read)).toMatchObject({
      port: 2,
      found: [{ value: '2', source: 'file /port' }],
    })
  })

  it('that are wrong are named with what was expected', () => {
    expect(() => readSettings({ ...env, TRACK_PORT: '70000' })).toThrow(
      'TRACK_PORT is "70000"; expected a port from 0 to 65535',
    )
    expect(() => readSettings(env, { TRACK_PUBLIC_URL: 'https://example.com/track' })).toThrow(
      '--public-url is "https://example.com/track"; expected an address such as',
    )
    expect(() => readSettings({ ...env, TRACK_HOST_FILE: '/missing' })).toThrow('TRACK_HOST_FILE names /missing')
    expect(() => readSettings({ ...env, TRACK_DATABASE_URL: 'mysql://secret@host' })).toThrow(
      'TRACK_DATABASE_URL is not usable',
    )
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

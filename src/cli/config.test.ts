import { describe, expect, test } from 'vitest'
import { DEFAULT_URL, sendsKeyUnencrypted, parseConfig, loadSettings } from './config.ts'
import { configText } from './config-text.ts'

const PATH = '/home/you/.track/config.toml'
const found = (env: Record<string, string>, text: string | null, flag?: string, mode = 0o600) =>
  loadSettings(
    { env, configFile: { path: PATH, read: () => (text === null ? null : { text, mode }), write: () => {} } },
    flag,
  )

const FILE = 'api_key = "trk_file"\napi_url = "https://file.example"\n'

test('the first of flag, environment, file and default holds; an empty variable counts as unset', async () => {
  expect(await found({}, null)).toEqual({ url: { value: DEFAULT_URL, source: 'default' }, key: null, exposed: false })
  expect(await found({}, FILE)).toMatchObject({
    url: { value: 'https://file.example', source: 'file' },
    key: { value: 'trk_file', source: 'file' },
  })
  expect(await found({ TRACK_API_KEY: 'trk_env' }, FILE)).toMatchObject({
    url: { source: 'file' },
    key: { value: 'trk_env', source: 'environment' },
  })
  expect(await found({ TRACK_API_URL: 'https://env.example/' }, FILE)).toMatchObject({
    url: { value: 'https://env.example', source: 'environment' },
    key: { source: 'file' },
  })
  expect(await found({ TRACK_API_KEY: ' ', TRACK_API_URL: '' }, FILE)).toMatchObject({
    url: { source: 'file' },
    key: { source: 'file' },
  })
  expect(await found({ TRACK_API_URL: 'https://env.example' }, FILE, 'https://flag.example/base/')).toMatchObject({
    url: { value: 'https://flag.example/base', source: 'flag' },
  })
  expect(await found({}, 'api_url = "https://x.example"')).toMatchObject({ key: null })
})

test.each(['" "', "'“", '\ufeff " ', ' \r\n', '"\n'])('what stands around a value is ignored: %j', async (around) => {
  const wrapped = (value: string) => around + value + [...around].toReversed().join('')
  const values = { key: { value: 'trk_x' }, url: { value: 'https://x.example/base' } }
  const [key, url] = [wrapped('trk_x'), wrapped('https://x.example/base/')]
  expect(await found({ TRACK_API_KEY: key, TRACK_API_URL: url }, null)).toMatchObject(values)
  expect(await found({}, `api_key = ${JSON.stringify(key)}\napi_url = ${JSON.stringify(url)}`)).toMatchObject(values)
  expect(await found({ TRACK_API_KEY: wrapped('') }, null, url)).toMatchObject({ key: null, url: values.url })
})

test('a byte order mark and line ends as Windows editors write them do no harm to the file', async () => {
  expect(await found({}, `\ufeff${FILE.replaceAll('\n', '\r\n')}`)).toMatchObject({
    url: { value: 'https://file.example' },
    key: { value: 'trk_file' },
  })
})

test('the file is not read when the environment says all', async () => {
  expect(await found({ TRACK_API_KEY: 'k', TRACK_API_URL: 'https://a.example' }, 'broken [')).toMatchObject({
    key: { value: 'k' },
  })
})

test('a file with a key that others may read is reported', async () => {
  expect((await found({}, FILE, undefined, 0o640)).exposed).toBe(true)
  expect((await found({}, FILE, undefined, 0o604)).exposed).toBe(true)
  expect((await found({}, 'api_url = "https://x.example"', undefined, 0o644)).exposed).toBe(false)
})

test.each([
  ['nonsense', 'nonsense'],
  ['ftp://x.example', 'ftp://x.example'],
  ['https://x.example?password=hunter2', 'https://x.example?password=…'],
  ['https://user:hunter2@x.example', 'https://user:…@x.example'],
])('the address %s is refused by name, without its password', async (url, shown) => {
  await expect(found({ TRACK_API_URL: url }, null)).rejects.toThrow(`TRACK_API_URL is no server address: ${shown}`)
  await expect(found({}, `api_url = "${url}"`)).rejects.toThrow(`api_url in ${PATH} is no server address: ${shown}`)
})

test('a broken file is named with its line', async () => {
  await expect(parseConfig('api_key = "x"\napi_url = oops\n', PATH)).rejects.toThrow(new RegExp(`^${PATH}:2: `))
  await expect(parseConfig('\napi_key = 5\n', PATH)).rejects.toThrow(`${PATH}:2: api_key is no text in quotes`)
})

const write = (key: string, url: string, before = '', account?: string) => configText(before, account, key, url)

test('what is written is read back; the address only when it is not the default', async () => {
  expect(write('trk_1', DEFAULT_URL)).toBe('api_key = "trk_1"\n')
  expect(write('trk_1', 'https://x.example')).toBe('api_key = "trk_1"\napi_url = "https://x.example"\n')
  const odd = 'quote " backslash \\ tab \t ü'
  expect(await parseConfig(write(odd, 'https://x.example'), PATH)).toEqual({
    api_key: odd,
    api_url: 'https://x.example',
    accounts: {},
  })
})

describe('accounts', () => {
  const TWO = write('trk_home', 'https://home.example', write('trk_own', DEFAULT_URL), 'home')

  test('stand in tables of one file, each written without touching the others', async () => {
    expect(TWO).toBe('api_key = "trk_own"\n\n[home]\napi_key = "trk_home"\napi_url = "https://home.example"\n')
    const three = write('trk_club', DEFAULT_URL, TWO, 'club')
    expect(await parseConfig(three, PATH)).toEqual({
      api_key: 'trk_own',
      accounts: { home: { api_key: 'trk_home', api_url: 'https://home.example' }, club: { api_key: 'trk_club' } },
    })
    const changed = write('trk_new', DEFAULT_URL, write('trk_top', 'https://top.example', three), 'home')
    expect(await parseConfig(changed, PATH)).toEqual({
      api_key: 'trk_top',
      api_url: 'https://top.example',
      accounts: { home: { api_key: 'trk_new' }, club: { api_key: 'trk_club' } },
    })
    const first = write('trk_home', DEFAULT_URL, '', 'home')
    expect(await parseConfig(write('trk_own', DEFAULT_URL, first), PATH)).toEqual({
      api_key: 'trk_own',
      accounts: { home: { api_key: 'trk_home' } },
    })
  })
  const load = (account: string | undefined, env: Record<string, string> = {}, text = TWO) =>
    loadSettings(
      { env, configFile: { path: PATH, read: () => ({ text, mode: 0o600 }), write: () => {} } },
      undefined,
      account,
    )

  test('a key of a table goes only to the address of that table', async () => {
    const home = { url: { value: 'https://home.example' }, key: { value: 'trk_home' } }
    expect(await load('home')).toMatchObject(home)
    expect(await load('home', { TRACK_API_URL: 'https://other.example' })).toMatchObject(home)
    expect(await load(undefined, { TRACK_ACCOUNT: 'home' })).toMatchObject(home)
    expect(await load(undefined)).toMatchObject({ url: { value: DEFAULT_URL }, key: { value: 'trk_own' } })
    expect(await load(undefined, { TRACK_ACCOUNT: 'home', TRACK_API_KEY: 'trk_env' })).toMatchObject({
      key: { value: 'trk_env' },
    })
  })
  test('an unknown account, and one beside TRACK_API_KEY, are refused', async () => {
    await expect(load('club')).rejects.toMatchObject({
      message: `there is no account club in ${PATH}`,
      details: { hint: 'There is home. To add it: track config --as club' },
    })
    await expect(load('__proto__')).rejects.toThrow('there is no account')
    await expect(load('home', { TRACK_API_KEY: 'trk_env' })).rejects.toThrow(
      '--as and TRACK_API_KEY exclude each other',
    )
  })
  test('a file without a key at its top counts as not configured', async () => {
    expect(await load(undefined, {}, '[home]\napi_key = "trk_home"\n')).toMatchObject({ key: null })
  })
})

test.each([
  ['https://track.example/api', 'https://track.example'],
  ['https://track.example/base/api/', 'https://track.example/base'],
  ['https://api.example', 'https://api.example'],
  ['localhost:4747', 'http://localhost:4747'],
  ['127.0.0.1:4747/', 'http://127.0.0.1:4747'],
  ['[::1]:4747/api', 'http://[::1]:4747'],
])('the address %s is read as %s', async (typed, url) => {
  expect(await found({ TRACK_API_URL: typed }, null)).toMatchObject({ url: { value: url } })
})

test('an address of another machine without a scheme is refused with a proposal', async () => {
  await expect(found({ TRACK_API_URL: 'track.example.org:8080' }, null)).rejects.toMatchObject({
    details: { hint: 'Say how it is reached: https://track.example.org:8080' },
  })
})

test.each([
  ['http://127.0.0.1:4747', false],
  ['http://localhost', false],
  ['http://[::1]:1', false],
  ['http://[::ffff:127.0.0.1]:1', false],
  ['http://0.0.0.0:4747', false],
  ['http://[::]:4747', false],
  ['http://track.localhost', false],
  ['https://x.example', false],
  ['http://x.example', true],
  ['http://192.168.1.2:4747', true],
  ['http://127.0.0.1.evil.example', true],
  ['http://localhost.evil.example', true],
  ['http://[::2]:1', true],
  ['http://192.168.1.5:4747', false],
  ['http://[fd00::5]:4747', false],
])('%s is an open road: %s', (url, open) =>
  expect(sendsKeyUnencrypted(url, () => ['192.168.1.5', 'fd00::5'])).toBe(open),
)

import { expect, test } from 'vitest'
import { configText, DEFAULT_URL, sendsKeyUnencrypted, parseConfig, loadSettings } from './config.ts'

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

test('what is written is read back; the address only when it is not the default', async () => {
  expect(configText('trk_1', DEFAULT_URL)).toBe('api_key = "trk_1"\n')
  expect(configText('trk_1', 'https://x.example')).toBe('api_key = "trk_1"\napi_url = "https://x.example"\n')
  const odd = 'quote " backslash \\ tab \t ü'
  expect(await parseConfig(configText(odd, 'https://x.example'), PATH)).toEqual({
    api_key: odd,
    api_url: 'https://x.example',
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
])('%s is an open road: %s', (url, open) => expect(sendsKeyUnencrypted(url)).toBe(open))

import { expect, test } from 'vitest'
import { maskedUrl, withoutSecrets } from './secrets.ts'

const KEY = `trf_${'x'.repeat(43)}`

test.each([
  ['postgres://track:hunter2@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://track:hunter2:rest@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://track:hunter2/x@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://track:hunter2?x@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://track:hunter2#x@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://track:hunter@2@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://track:hunter 2@db.example/x', 'postgres://track:…@db.example/x'],
  ['postgres://:hunter2@db.example/x', 'postgres://:…@db.example/x'],
  ['postgres://track%3Ahunter2@db.example/x', 'postgres://track%3A…@db.example/x'],
  ['postgres:///track:hunter2@db.example/x', 'postgres:///track:…@db.example/x'],
  ['postgres://track@db.example:5432/x', 'postgres://track@db.example:5432/x'],
  ['postgres://db.example/x?user=track&password=hunter2', 'postgres://db.example/x?user=track&password=…'],
  ['postgres://db.example/x?password=a&b=c&sslmode=require', 'postgres://db.example/x?password=…&…&sslmode=require'],
  ['postgres://db.example/x?p%61ssword=hunter2', 'postgres://db.example/x?…'],
  ['postgres://track:one@db.example/x?password=two', 'postgres://track:…@db.example/x?password=…'],
  ['https://ryan:hunter2@track.example/', 'https://ryan:…@track.example/'],
  ['https:ryan:hunter2@track.example/', 'https:…@track.example/'],
  ['https:\\\\ryan:hunter2@track.example', 'https:\\\\ryan:…@track.example'],
  ['https://a-token@track.example/', 'https://…@track.example/'],
  ['https://track.example/@ryan', 'https://track.example/@ryan'],
  ['https://track.example/#hunter2', 'https://track.example/#…'],
  [`https://track.example/calendar.ics?key=${KEY}&all=1`, 'https://track.example/calendar.ics?key=…&all=1'],
  [`https://track.example/${KEY}`, 'https://track.example/trf_…'],
  ['ryan:hunter2@track.example', 'ryan:…@track.example'],
  ['sqlite:/srv/a:b@c/track.db', 'sqlite:/srv/a:b@c/track.db'],
  ['/srv/a:b@c', '/srv/a:b@c'],
  ['127.0.0.1, 10.0.0.0/8', '127.0.0.1, 10.0.0.0/8'],
])('%s may be shown as %s', (url, shown) => expect(maskedUrl(url)).toBe(shown))

test('every address in a text is masked, and what stands around it stays', () => {
  expect(withoutSecrets('no answer from https://ryan:hunter2@track.example: timed out')).toBe(
    'no answer from https://ryan:…@track.example: timed out',
  )
  expect(withoutSecrets('"postgres://a:b@c/d?password=e", (postgres://f:g@h/i).')).toBe(
    '"postgres://a:…@c/d?password=…", (postgres://f:…@h/i).',
  )
  expect(withoutSecrets(`trk_xxxx…, ${KEY}…`)).toBe('trk_xxxx…, trf_……')
  expect(withoutSecrets(`${KEY} at 12:30 is me@track.example's`)).toBe("trf_… at 12:30 is me@track.example's")
})

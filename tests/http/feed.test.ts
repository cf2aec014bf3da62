import { randomBytes } from 'node:crypto'
import ICAL from 'ical.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { keyFrom } from '#domain/keys.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { rawRequest } from '#testing/raw-http.ts'

interface Event {
  summary: string
  uid: string
  property(name: string): string
}

describe('the calendar feed', () => {
  const server = useTestServer('http')
  const ann = useNewUser(server)
  let feedKey: string
  beforeEach(async () => {
    feedKey = (await ann.track.calendar.get()).feed_key
  })

  const get = (query = '', init: { key?: string; method?: string; headers?: Record<string, string> } = {}) =>
    server.fetch(`/calendar.ics?key=${init.key ?? feedKey}${query}`, { method: init.method, headers: init.headers })

  async function events(query = ''): Promise<Event[]> {
    const response = await get(query)
    expect(response.status).toBe(200)
    const calendar = new ICAL.Component(ICAL.parse(await response.text()))
    return calendar.getAllSubcomponents('vevent').map((event) => ({
      summary: String(event.getFirstPropertyValue('summary')),
      uid: String(event.getFirstPropertyValue('uid')),
      property: (name) => String(event.getFirstPropertyValue(name)),
    }))
  }
  const summaries = async (query = '') => (await events(query)).map((event) => event.summary).toSorted()

  async function filled() {
    const { track } = ann
    await track.projects.add({ title: 'Boat' })
    await track.items.add({ kind: 'todo', title: 'Todo', due: '2026-03-12', tags: ['home', 'desk'] })
    await track.items.add({ kind: 'chore', title: 'Chore', every: 'weekly', tags: ['home'] })
    await track.items.add({ kind: 'task', title: 'Task', project: 'boat', due: '2026-03-31', every: 'monthly' })
    await track.items.add({ kind: 'gift', title: 'Gift', due: '2026-05-10', tags: ['family'] })
    await track.items.add({ kind: 'todo', title: 'No date' })
    const { id: done } = await track.items.add({ kind: 'todo', title: 'Done', due: '2026-03-01' })
    const { id: canceled } = await track.items.add({ kind: 'todo', title: 'Canceled', due: '2026-03-02' })
    await track.items.done({ id: done })
    await track.items.cancel({ id: canceled })
  }

  it('has times of day in the zone of the user, and newer versions of them when the zone changes', async () => {
    const { track } = ann
    await track.me.update({ timezone: 'Europe/Berlin' })
    const dentist = await track.items.add({ kind: 'todo', title: 'Dentist', due: '2026-07-01 15:00', estimate: '1h' })
    const standup = await track.items.add({ kind: 'todo', title: 'Standup', due: '2026-07-02 9:15', every: 'weekdays' })
    const plain = await track.items.add({ kind: 'todo', title: 'Plain', due: '2026-07-03' })
    const read = async (query = '') =>
      (await events(query)).map((event) => [event.summary, ...['dtstart', 'sequence', 'dtstamp'].map(event.property)])
    const stamp = '2026-03-10T12:00:00Z'
    expect(await read()).toEqual([
      ['Dentist', '2026-07-01T13:00:00Z', `${dentist.revision}`, stamp],
      ['Standup', '2026-07-02T07:15:00Z', `${standup.revision}`, stamp],
      ['Plain', '2026-07-03', `${plain.revision}`, stamp],
    ])
    const repeating = await (await get('&repeat=1')).text()
    expect(repeating).toContain('\r\nTZID:Europe/Berlin\r\n')
    expect(repeating).toContain('DTSTART;TZID=Europe/Berlin:20260702T091500\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY')
    const etag = (await get()).headers.get('etag')!
    server.clock.advance(60_000)
    const { revision } = await track.me.update({ timezone: 'Asia/Tokyo' })
    expect((await get('', { headers: { 'if-none-match': etag } })).status).toBe(200)
    expect(await read()).toEqual([
      ['Dentist', '2026-07-01T06:00:00Z', `${revision}`, '2026-03-10T12:01:00Z'],
      ['Standup', '2026-07-02T00:15:00Z', `${revision}`, '2026-03-10T12:01:00Z'],
      ['Plain', '2026-07-03', `${plain.revision}`, stamp],
    ])
    const edited = await track.items.update({ id: dentist.id, title: 'Dentist, again' })
    expect((await read())[0]).toEqual([
      'Dentist, again',
      '2026-07-01T06:00:00Z',
      `${edited.revision}`,
      '2026-03-10T12:01:00Z',
    ])
  })

  it('opens to the API key and to the feed key, as text/calendar', async () => {
    await filled()
    for (const key of [feedKey, ann.key]) {
      const response = await get('', { key })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
      expect(response.headers.get('cache-control')).toMatch(/private/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      const text = await response.text()
      expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
      expect(text).toMatch(/END:VCALENDAR\r\n$/)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
      expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT15M')
      expect(text).toContain('X-PUBLISHED-TTL:PT15M')
      expect(text).not.toMatch(/tr[kf]_/)
    }
  })

  it('is 401 with nothing else for a wrong key', async () => {
    await filled()
    const wrong = [
      `key=${keyFrom('trk_', randomBytes(32))}`,
      `key=${keyFrom('trf_', randomBytes(32))}`,
      'key=',
      '',
      'key=x',
      `KEY=${feedKey}`,
      `key=${feedKey.toUpperCase()}`,
      `key=${feedKey}x`,
      `key=wrong&key=${feedKey}`,
      'key[]=x',
    ]
    for (const query of wrong) {
      for (const method of ['GET', 'HEAD']) {
        const response = await server.fetch(`/calendar.ics?${query}`, { method })
        expect(response.status, query).toBe(401)
        const text = await response.text()
        expect(text).toBe('')
        for (const name of ['etag', 'content-type', 'content-encoding']) expect(response.headers.get(name)).toBeNull()
      }
    }
    expect((await server.fetch('/calendar.ics', { key: ann.key })).status).toBe(401)
  })

  it('is read-only: other methods are 405, whatever the key', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'REPORT']) {
      for (const path of [`/calendar.ics?key=${feedKey}`, '/calendar.ics']) {
        const response = await rawRequest(server.url, path, { method, body: method === 'POST' ? 'x' : undefined })
        expect([response.status, response.headers.allow, response.body], method).toEqual([405, 'GET, HEAD', ''])
      }
    }
  })

  it('says so before it reads a body, broken or too large', async () => {
    const post = (body: string) =>
      rawRequest(server.url, '/calendar.ics', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await post('{broken')).status).toBe(405)
    // whoever is still sending may not hear the answer
    const { status } = await post('x'.repeat(2 * 1024 * 1024)).catch(() => ({ status: 'cut off' }))
    expect([405, 'cut off']).toContain(status)
    expect((await get()).status).toBe(200)
  })

  it('has an ETag of its own, answers 304 to it, and to HEAD', async () => {
    await filled()
    const first = await get()
    const etag = first.headers.get('etag')!
    expect(etag).toContain(ann.id)
    const same = await get('', { headers: { 'if-none-match': etag } })
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag])
    const head = await get('', { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag'), head.headers.get('content-type')]).toEqual([
      200,
      '',
      etag,
      'text/calendar; charset=utf-8',
    ])
    for (const [query, status] of [
      ['&kinds=chore', 200],
      ['&all=1', 200],
      ['&kinds=nonsense', 400],
      ['&project=nowhere', 404],
    ] as const)
      expect((await get(query, { headers: { 'if-none-match': etag } })).status, query).toBe(status)
    await ann.track.items.add({ kind: 'todo', title: 'New', due: 'today' })
    const changed = await get('', { headers: { 'if-none-match': etag } })
    expect(changed.status).toBe(200)
    expect(await changed.text()).toContain('SUMMARY:New')
  })

  it('is packed by gzip for those who take it', async () => {
    await filled()
    const plain = await rawRequest(server.url, `/calendar.ics?key=${feedKey}`)
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.headers.vary).toMatch(/accept-encoding/)
    for (const accept of ['gzip', 'deflate, gzip;q=1.0, *;q=0.5', 'br, gzip']) {
      const packed = await fetch(`${server.url}/calendar.ics?key=${feedKey}`, {
        headers: { 'accept-encoding': accept },
      })
      expect(packed.headers.get('content-encoding'), accept).toBe('gzip')
      expect(await packed.text()).toBe(plain.body)
      expect(packed.headers.get('etag'), 'other bytes, another tag').not.toBe(plain.headers.etag)
      for (const etag of [packed.headers.get('etag')!, plain.headers.etag as string]) {
        const again = await fetch(`${server.url}/calendar.ics?key=${feedKey}`, {
          headers: { 'accept-encoding': accept, 'if-none-match': etag },
        })
        expect([again.status, again.headers.get('etag')]).toEqual([304, etag])
      }
    }
    for (const accept of ['identity', 'br', 'gzip;q=0', 'gzip;q=0.0, deflate', 'GZIP;Q=0', 'x-gzip-like', '*;q=0'])
      expect(
        (await rawRequest(server.url, `/calendar.ics?key=${feedKey}`, { headers: { 'accept-encoding': accept } }))
          .headers['content-encoding'],
        accept,
      ).toBeUndefined()
  })

  it('is sent while it is made where it is long, packed or not', async () => {
    const notes = 'ä note, '.repeat(7000)
    for (let i = 0; i < 40; i++) await ann.track.items.add({ kind: 'todo', title: `${i}`, due: '2026-03-12', notes })
    const plain = await rawRequest(server.url, `/calendar.ics?key=${feedKey}`)
    expect(plain.headers['content-length']).toBeUndefined()
    expect(plain.body.match(/^BEGIN:VEVENT/gm)).toHaveLength(40)
    expect(plain.body.endsWith('END:VCALENDAR\r\n')).toBe(true)
    const packed = await get('', { headers: { 'accept-encoding': 'gzip' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(await packed.text()).toBe(plain.body)
    expect((await get('', { method: 'HEAD' })).status).toBe(200)
  })

  it('shows one all-day event for each open item with a due date', async () => {
    await filled()
    const all = await events()
    expect(all.map((event) => event.summary).toSorted()).toEqual(['Chore', 'Gift', 'Task', 'Todo'])
    const { items } = await ann.track.items.list({ q: 'todo' })
    const todo = all.find((event) => event.summary === 'Todo')!
    expect(todo.uid).toBe(`${items[0]!.id}.${ann.id}@track`)
    expect(todo.property('dtstart')).toBe('2026-03-12')
    expect(todo.property('dtend')).toBe('2026-03-13')
    expect(todo.property('sequence')).toBe(String(items[0]!.revision))
    expect(todo.property('transp')).toBe('TRANSPARENT')
  })

  it.each([
    ['', ['Chore', 'Gift', 'Task', 'Todo']],
    ['&all=1', ['Canceled', 'Chore', 'Gift', 'Task', 'Todo', '✓ Done']],
    ['&all=0', ['Chore', 'Gift', 'Task', 'Todo']],
    ['&kinds=chore,todo', ['Chore', 'Todo']],
    ['&kinds=Gift', ['Gift']],
    ['&kinds=Gift&tags=%09,', ['Gift']],
    ['&kinds=%09,&tags=home', ['Chore', 'Todo']],
    ['&tags=home', ['Chore', 'Todo']],
    ['&tags=FAMILY,desk', ['Gift', 'Todo']],
    ['&tags=none', []],
    ['&project=boat', ['Task']],
    ['&kinds=todo&tags=home&all=1', ['Todo']],
    ['&unknown=1', ['Chore', 'Gift', 'Task', 'Todo']],
  ])('narrowed by "%s" shows %j', async (query, wanted) => {
    await filled()
    expect(await summaries(query)).toEqual(wanted)
  })

  it('marks what is canceled, and repeats what recurs when asked to', async () => {
    await filled()
    const canceled = (await events('&all=1')).find((event) => event.summary === 'Canceled')!
    expect(canceled.property('status')).toBe('CANCELLED')
    expect((await events()).every((event) => event.property('rrule') === 'null')).toBe(true)
    const task = (await events('&repeat=1')).find((event) => event.summary === 'Task')!
    expect(task.property('rrule')).toMatch(/FREQ=MONTHLY/)
    expect(await (await get('&repeat=1')).text()).toContain('RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\n')
  })

  it('refuses a kind and a project that there are not', async () => {
    expect((await get('&kinds=todos')).status).toBe(400)
    expect((await get('&project=nowhere')).status).toBe(404)
  })

  it('of a user with nothing due is still a calendar', async () => {
    expect(await summaries()).toEqual([])
  })

  it('is not broken by one bad item, whatever its text', async () => {
    const titles = ['Semi; comma, back\\slash', 'Ünïcödé 🎁'.repeat(20), 'BEGIN:VEVENT', 'a"b', 'x'.repeat(500)]
    for (const title of titles)
      await ann.track.items.add({
        kind: 'todo',
        title,
        due: 'today',
        notes: 'Line one\nEND:VCALENDAR\n"quoted"; 100%, ok\\',
      })
    const bad = await ann.track.items.add({ kind: 'todo', title: 'Bad', due: 'today' })
    await server.deps.engine.write(
      'users',
      async (db) =>
        void (await db
          .updateTable('items')
          .set({ due: '2026-02-99' })
          .where('id', '=', bad.id)
          .where('space_id', '=', ann.spaceId)
          .execute()),
    )
    expect(await summaries()).toEqual(titles.toSorted())
    expect(server.logEntries.some(({ fields }) => fields.item === bad.id)).toBe(true)
  })
})

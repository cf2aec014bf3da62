import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import type { Item } from '#domain/fields.ts'
import { readExport } from '#formats/read.ts'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const NOW = '2026-11-27T17:00:00Z'
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))

/** A command line with these files, at the time of the tests. */
const commandLine = (track: Track, files: Record<string, Uint8Array | string>) =>
  createCommandLine(track, {
    columns: 100,
    environment: {
      now: () => new Date(NOW),
      files: { exists: () => false, read: (path) => Buffer.from(files[path] ?? ''), write: () => {} },
    },
  })

/** What matters of an item, in one line. */
function lineOf({ kind, title, status, priority, due, at, every, tags, project, estimate }: Item): string {
  const parts = [
    kind,
    `"${title}"`,
    status === 'todo' ? '' : status,
    priority === 3 ? '' : `P${priority}`,
    due,
    at,
    every && `(${every})`,
    ...tags.map((tag) => `#${tag}`),
    project && `@${project}`,
    estimate && `~${estimate}`,
  ]
  return parts.filter(Boolean).join(' ')
}

const allItems = async (track: Track) => (await track.data.export()).items
const notesOf = async (track: Track, title: string) =>
  (await allItems(track)).find((item) => item.title === title)?.notes

describe('track import', () => {
  const server = useTestServer('direct', { at: NOW })
  const ann = useNewUser(server, { timezone: 'Europe/Berlin' })

  /** Imports a fixture, once more, and undoes it; returns what there was in between. */
  async function importFixture(name: string, more: string[] = []) {
    const { type } = commandLine(ann.track, { [name]: fixture(name) })
    const first = await type(['import', name, ...more])
    expect(first, first.err).toMatchObject({ code: 0 })
    const items = await allItems(ann.track)
    const { revision } = await ann.track.me.get()
    expect(await type(['import', name, ...more])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^nothing to add/),
    })
    expect((await ann.track.me.get()).revision).toBe(revision)
    return { lines: items.map(lineOf), items, ...first }
  }
  const dryRun = async (name: string) =>
    (await commandLine(ann.track, { [name]: fixture(name) }).track(`import ${name} --dry-run`)).out

  it('takes from Taskwarrior the local day, and a series on its newest occurrence', async () => {
    const { lines, err } = await importFixture('taskwarrior.json')
    expect(lines).toEqual([
      'todo "Call the dentist" doing P1 2026-12-01 #health #phone',
      'todo "Tax return" P2 2026-11-30',
      'todo "Water the plants" 2026-11-29 (3 days)',
      'task "Rent" 2026-12-01 (monthly until 2027-12-31) @home',
      'task "Team meeting" 2026-12-02 09:30 @work-team',
      'task "Buy paint" @home-garden',
      'todo "Water the plants" 2026-11-20',
      'todo "Water the plants" 2026-11-26',
      'task "Rent" 2026-11-01 @home',
      'todo "Backup" 2026-12-11 (2 weeks)',
      'todo "Check the logs" 2026-11-28',
      'todo "Backup" 2026-11-27',
      'todo "Check the logs" 2026-11-27',
      'todo "Check the logs" 2026-11-27 12:00',
      'todo "Water the plants" done 2026-11-23',
      'todo "Old thing" done',
      'task "Paint the fence" P4 @home-garden',
    ])
    expect(err).toContain('task 14: Check the logs: recurs 12hours, which Track cannot: it is in the notes')
    expect(await notesOf(ann.track, 'Buy paint')).toBe('2026-11-27: the green one, see https://example.com/paint')
    expect(await notesOf(ann.track, 'Paint the fence')).toBe(
      'Waits until 2027-03-01\n\nScheduled for 2027-04-01\n\nDepends on: Buy paint',
    )
  })

  it('keeps what a deleted template of Taskwarrior has left', async () => {
    const task = (uuid: string, more: object) => ({ uuid, description: 'Rent', entry: '20261101T100000Z', ...more })
    const tasks = [task('a', { status: 'deleted', recur: 'monthly' }), task('b', { status: 'pending', parent: 'a' })]
    const { track } = commandLine(ann.track, { 'tasks.json': JSON.stringify(tasks) })
    expect(await track('import tasks.json')).toMatchObject({ out: 'added 1 item\n' })
  })

  it('takes from a CSV file of Todoist priorities as they are, labels, sections, comments and subtasks', async () => {
    const { lines, err } = await importFixture('todoist.csv')
    expect(lines).toEqual([
      'task "Call the plumber" P1 2026-12-01 #phone #urgent @todoist ~30',
      'task "Renovate" P2 @todoist',
      'task "Bins" 2026-12-01 07:00 (tue) @todoist',
      'chore "Water the plants" P4 2026-11-27 (3 days) #todoist',
      'task "Choose tiles" P4 2027-01-15 @todoist',
      'task "Visit the shop" P4 @todoist',
      'task "Learn to sail" P4 #someday @todoist',
      'task "Steuern" P4 #someday @todoist',
    ])
    expect(err.split('\n').filter((line) => line.startsWith('line'))).toEqual([
      'line 5: Water the plants: is a chore, which has no project: tagged todoist instead',
      'line 11: Learn to sail: recurs "every 5th workday", which is not understood: it is in the notes',
      'line 12: Steuern: the date "jeden Montag" is not understood: it is in the notes',
    ])
    expect(await notesOf(ann.track, 'Call the plumber')).toBe(
      'Ask for the "blue" valve,\nand the price\n\nHe is away until Monday',
    )
    expect(await notesOf(ann.track, 'Visit the shop')).toBe('Part of: Choose tiles')
    expect(await notesOf(ann.track, 'Renovate')).toBe('Deadline: 2027-03-01')
  })

  it('reads every project of a backup of Todoist', async () => {
    expect((await importFixture('todoist-backup.zip')).lines).toEqual([
      'todo "Buy milk" P1 2026-12-01',
      'task "Paint" P4 @kitchen',
    ])
  })

  it("turns the priorities of Todoist's API round, and takes days in the zone of the task", async () => {
    const { lines, err, items } = await importFixture('todoist-sync.json')
    expect(lines).toEqual([
      'todo "Buy milk" P1 2026-12-01 #food #shopping',
      'task "Sand first" done P2 #walls @kuche',
      'chore "Descale the kettle" 2026-12-10 (6 weeks)',
      'task "Paint" P4 2026-12-05 00:30 (fri) #walls @kuche ~90',
    ])
    expect(items[1]).toMatchObject({ created_at: '2026-10-02T08:16:30.000Z', done_at: '2026-10-20T18:00:00.000Z' })
    expect(err).toMatch(/^undo with: .*\n$/)
  })

  it('takes from TickTick days in the zone of each task, rules, and checklists as boxes', async () => {
    const { lines, err } = await importFixture('ticktick.csv')
    expect(lines).toEqual([
      'todo "Pay the rent" P1 2026-12-01 (monthly on 1) #money #home',
      'task "Stand-up" P2 2026-12-01 09:30 (weekdays) #meetings @work',
      'task "New York day" 2026-12-05 @work',
      'task "Pack" @home',
      'task "Old" done @home',
      'task "Last workday" P4 2026-12-01 @home',
    ])
    expect(await notesOf(ann.track, 'Pack')).toBe('For the weekend\n- [ ] tent\n- [x] stove')
    expect(err).toContain('line 16: Last workday: repeats by RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1')
  })

  it('takes from the archive of Vikunja repetitions, and from its HTML the text', async () => {
    const { lines, err } = await importFixture('vikunja-export.zip')
    expect(lines).toEqual([
      'todo "Call Mom" P1 2026-12-01 #family',
      'chore "Water plants" 2026-12-01 09:00 (3 days)',
      'todo "Rent" 2026-12-01 (monthly)',
      'todo "Every 90 minutes" 2026-12-01 09:00',
      'task "Sand the hull" done (weekly) @boat',
    ])
    expect((await ann.track.projects.get({ slug: 'boat' })).status).toBe('archived')
    expect(await notesOf(ann.track, 'Sand the hull')).toBe('With care & time\n\n- [ ] coarse\n- [x] fine\n\nDone twice')
    expect(err).toContain('task 4: Every 90 minutes: repeats after 5400 seconds')
  })

  it('takes from Google Tasks the day that is written, not the instant', async () => {
    const { lines } = await importFixture('google-tasks.json')
    expect(lines).toEqual([
      'todo "Return the books" 2026-12-01',
      'todo "Find the card" done',
      'task "Book the train" @trip',
    ])
  })

  it('reads todo.txt with the keys of its programs', async () => {
    const { lines, err } = await importFixture('todo.txt')
    expect(lines).toEqual([
      'task "Call mom about the party" P1 2026-12-01 #mom #phone @family',
      'task "Pay the rent" done P2 @home',
      'chore "Water the plants" 2026-11-28 (3 days)',
      'todo "Take out the bins" 2026-12-01 (weekly)',
      'todo "Read https://example.com/a:b and note:this"',
      'task "Someday" P5 #garden @home',
    ])
    expect(err).toContain('line 7: Someday: due:soon is not understood: it is in the notes')
    expect(err).toContain('line 7: Someday: rec:5b is not understood: it is in the notes')
  })

  it('takes a project whose title shows nothing for none', async () => {
    const { document } = await readExport(
      { name: 'todo.txt', bytes: new TextEncoder().encode('Someday +\u2063\nSoon +home kind:todo\n') },
      { timezone: 'UTC', today: '2026-11-27', projects: [] },
    )
    expect(document.items.map(({ kind, project }) => [kind, project])).toEqual([
      ['todo', undefined],
      ['todo', undefined],
    ])
  })

  it('reads tasks of iCalendar files, by todoman and by others', async () => {
    expect((await importFixture('todoman.ics')).lines).toEqual([
      'todo "Call the dentist" P2 2026-12-01',
      'todo "Old thing"',
      'todo "Team meeting" 2026-12-02 09:30',
    ])
    const long = 'Buy a very long thing, with commas; and the line goes on and on until it is folded'
    expect((await importFixture('apple.ics')).lines).toEqual(
      expect.arrayContaining([
        `task "${long}" doing P1 2026-12-01 (monthly on 2nd tue until 2027-01-12) #home #big red @reminders`,
        'task "Its part" done P5 2026-12-02 09:30 @reminders',
        'task "Odd" canceled 2026-12-01 @reminders',
      ]),
    )
  })

  it('reads any CSV file whose header names its columns', async () => {
    const { lines, err, items } = await importFixture('list.csv')
    expect(lines).toEqual([
      'gift "Scarf" P1 2026-12-24',
      'chore "Clean the filter" P2 2026-12-01 (3 months) #home #air',
      'grocery "Milk" #store',
      'todo "Phone"',
    ])
    expect(items[0]).toMatchObject({ budget: 19.99 })
    expect(err).toContain('line 1: Colour: is no column that Track knows')
    expect(err).toContain('line 5: Phone: due: someday is not understood, and is in the notes')
  })

  it('fits a cell of a CSV file into the line of text that its field is', async () => {
    const rows = `title,kind,for,occasion\nScarf,gift,"Ann\nand Ben",${'x'.repeat(201)}\nHat,gift,\u200b,`
    const { track } = commandLine(ann.track, { 'gifts.csv': rows })
    const { err } = await track('import gifts.csv')
    expect(err).toContain('line 2: Scarf: occasion: has more than 200 characters, and was cut off there')
    expect(await allItems(ann.track)).toMatchObject([
      { title: 'Scarf', recipient: 'Ann and Ben', occasion: `${'x'.repeat(199)}…` },
      { title: 'Hat', recipient: null },
    ])
  })

  it('shows in a dry run what becomes what, and changes nothing', async () => {
    expect(await dryRun('todo.txt')).toBe(
      [
        'from todotxt',
        '2  line            task',
        '1  completed line  task',
        '1  line            chore',
        '2  line            todo',
        '2  project         project',
        '',
        'not understood',
        'line 7  Someday  due:soon is not understood: it is in the notes',
        'line 7  Someday  rec:5b is not understood: it is in the notes',
        '',
      ].join('\n'),
    )
    expect(await allItems(ann.track)).toEqual([])
  })

  it('says whose days it took where this machine is in another zone', async () => {
    const eve = await server.addAnyUser()
    const noteOf = async (one: { track: Track }) =>
      (await commandLine(one.track, { 'a.json': fixture('taskwarrior.json') }).track('import a.json')).err
    expect(await noteOf(eve)).toContain(
      'note: days and times were taken as those of UTC, and this machine is in Europe/Berlin\n' +
        'hint: if they are others: track undo, track me --timezone Europe/Berlin, and import again\n',
    )
    expect(await noteOf(await server.addAnyUser({ timezone: 'Europe/Berlin' }))).not.toContain('note: days')
  })

  it('says after a second that it is running', async () => {
    const slow = {
      ...ann.track.data,
      import: () => new Promise<never>((_, no) => setTimeout(no, 1200, new Error('x'))),
    }
    const { track } = commandLine({ ...ann.track, data: slow }, { 'todo.txt': 'Paint\nSand' })
    expect((await track('import todo.txt')).err).toContain('importing 2 items …\n')
  })

  it('uses the project that has the title already', async () => {
    await ann.track.projects.add({ slug: 'house', title: 'Home' })
    const { track } = commandLine(ann.track, { 'todo.txt': 'Paint +home' })
    expect(await track('import todo.txt')).toMatchObject({ code: 0, out: 'added 1 item, 1 was here already\n' })
    expect(await allItems(ann.track)).toMatchObject([{ project: 'house' }])
  })

  it('knows an item again that was renamed here, and brings back what an undo took', async () => {
    const { track } = commandLine(ann.track, { 'todo.txt': 'Paint\nSand\nPaint' })
    await track('import todo.txt')
    const [paint] = await allItems(ann.track)
    await ann.track.items.update({ id: paint!.id, title: 'Paint it' })
    expect(await track('import todo.txt')).toMatchObject({ out: expect.stringMatching(/^nothing to add/) })
    await ann.track.changes.undo({})
    await ann.track.changes.undo({})
    expect(await track('import todo.txt')).toMatchObject({ out: 'added 3 items\n' })
    expect(await track('import todo.txt')).toMatchObject({ out: 'nothing to add, 3 were here already\n' })
  })

  it.each([
    ['photo.png', '\x89PNG\r\n', 'photo.png: it cannot be told which tracker this is from; nothing was changed'],
    ['list.json', '{"a": 1}', 'list.json: it cannot be told which tracker this is from; nothing was changed'],
    ['empty.txt --from ticktick', 'x', 'this is no backup of TickTick'],
    ['tasks.json --from vikunja', '{', 'this is not what Vikunja exports'],
    ['empty.csv --from todoist', '\n\n', 'this is no project that Todoist exported'],
    ['a.zip', 'PK\x03\x04 and no more', 'the archive is damaged'],
    ['list.csv --from csv', 'Colour,Size\nred,1', 'the first row names no column "title"'],
  ])('refuses %s in a sentence', async (words, text, message) => {
    const { track } = commandLine(ann.track, { [words.split(' ')[0]!]: text })
    const { code, err } = await track(`import ${words}`)
    expect({ code, err: err.split('\n')[0] }).toEqual({ code: 1, err: `error: ${message}` })
  })
})

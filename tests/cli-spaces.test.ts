import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import { createCommandLine } from '#testing/command-line.ts'
import { localTrack } from '#service/local-track.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import type { TestUser } from '#testing/test-server.ts'

describe('track space', () => {
  const server = useTestServer('http')
  const ann = useNewUser(server)
  const eve = useNewUser(server)
  let n = 0
  let home: string
  beforeEach(() => void (home = `home-${++n}`))

  /** The command line of a user's key. */
  const lineOf = ({ key }: TestUser) =>
    createCommandLine((access) =>
      client({
        ...access,
        url: server.url,
        key,
        transport: nodeTransport(),
        idempotencyKey: randomUUID,
        sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
        now: Date.now,
      }),
    )
  const ok = async (who: TestUser, words: string, input?: string) => {
    const result = await lineOf(who).track(words, input === undefined ? {} : { input })
    expect(result, `${words}: ${result.err}`).toMatchObject({ code: 0 })
    return result
  }
  const share = async () => {
    await ok(ann, `space add ${home}`)
    await ok(ann, `space invite ${home} ${eve.name}`)
    await ok(eve, `space join ${home}`)
  }

  it('makes a space, invites and joins', async () => {
    expect(await ok(ann, `space add ${home}`)).toMatchObject({ out: `added ${home}\n` })
    expect(await ok(ann, `space invite ${home} ${eve.name}`)).toEqual({
      code: 0,
      out: `invited ${eve.name}\n`,
      err: `they accept by: track space join ${home}\n`,
    })
    expect(await ok(ann, `space invite ${home} ${eve.name}`)).toMatchObject({ out: `already invited ${eve.name}\n` })
    expect(await ok(eve, 'space list')).toMatchObject({ out: `${home}\tinvited\n` })
    await ok(eve, `space join ${home}`)
    await ok(eve, `space call ${home} ${eve.name} Mom Mum`)
    expect((await ok(ann, `space show ${home}`)).out).toBe(
      `${home}\n  ${ann.name}\towner\t\n  ${eve.name}\tmember\tMom, Mum\n`,
    )
    expect((await ok(ann, `space role ${home} ${eve.name} owner`)).out).toBe(`${eve.name} is an owner of ${home}\n`)
    expect((await ok(ann, `space leave ${home}`)).out).toBe(`left ${home}\n`)
    expect((await ok(ann, 'space list')).out).toBe('')
  })

  it('makes a space of a user whose key several people use', async () => {
    const admin = await server.addAnyUser({ role: 'admin' })
    const shared = await server.addUser(home)
    const milk = await shared.track.items.add({ kind: 'grocery', title: 'Milk' })
    const words = `space adopt ${home} --members ${eve.name},${ann.name}`
    expect(await lineOf(admin).track(`space adopt ${home}`, { input: shared.key })).toMatchObject({ code: 2 })
    expect(await lineOf(admin).track(words)).toEqual({
      code: 1,
      out: '',
      err:
        `error: no key of ${home} was given; nothing was changed\n` +
        "hint: On the server's machine none is needed: --local\n",
    })
    expect(await lineOf(admin).track(words, { input: `${ann.key}\n` })).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        `error: this is not the key of ${home}, and an administrator opens nobody's items\n`,
      ),
    })
    expect(await ok(admin, words, `${shared.key}\n`)).toMatchObject({
      out: expect.stringMatching(`^${home} is a space now\n`),
      err: expect.stringContaining(`track list --space ${home}\n`),
    })
    expect((await ok(ann, `space show ${home}`)).out).toContain(`  ${eve.name}\towner\t\n`)
    expect((await ok(ann, `list groceries --space ${home} -q`)).out).toBe(`${home}/${milk.id}\n`)

    const other = await server.addAnyUser()
    const local = async () => ({ track: localTrack(server.deps), close: async () => {} })
    const line = createCommandLine(() => Promise.reject(new Error('no server here')) as never)
    expect(
      await line.track(`space adopt ${other.name} --members ${ann.name} --local --json`, { environment: { local } }),
    ).toMatchObject({ code: 0, out: expect.stringContaining(`"id": "${other.id}"`) })
  })

  it('names the space of a command by --space or by ids', async () => {
    await share()
    const added = await ok(eve, `add grocery Milk --space ${home}`)
    const id = /g-[0-9a-f]+/.exec(added.out)![0]
    expect((await ok(ann, `list groceries --space ${home}`)).out).toContain('Milk')
    expect((await ok(ann, 'list groceries')).out).toBe('')
    expect((await ok(ann, `show ${home}/${id}`)).out).toContain('Milk')
    expect((await ok(ann, `done ${home}/${id}`)).out).toContain('Milk')
    const journal = (await ok(eve, `log --space ${home}`)).out.split('\n').map((line) => line.split('\t').slice(1))
    expect(journal.slice(0, 2)).toEqual([
      [`${ann.name} cli`, '4', expect.stringContaining('bought')],
      [`${eve.name} cli`, '3', expect.stringContaining('added')],
    ])
    await ok(ann, `undo --space ${home}`)
    expect((await ok(ann, `calendar --space ${home} --json`)).out).not.toBe((await ok(ann, 'calendar --json')).out)
  })

  it('covers all spaces in today, upcoming, search and undo, with ids that say where', async () => {
    await share()
    await ok(ann, 'add todo Own --due today')
    await ok(eve, `add todo Ours --due today --space ${home}`)
    server.clock.advance(1000)
    await ok(ann, `add todo Mine --due today --space ${home}`)
    const { items } = await ann.track.items.list({}, { space: home })
    const [ours, mine] = items.map(({ id }) => `${home}/${id}`)
    const [own] = (await ann.track.items.list()).items.map(({ id }) => id)
    const ids = async (words: string) => (await ok(ann, `${words} -q`)).out.trim().split('\n').toSorted()
    const all = [String(own), String(ours), String(mine)].toSorted()
    for (const words of ['today', 'upcoming']) expect(await ids(words)).toEqual(all)
    expect(await ids('search ours')).toEqual([ours])
    expect(await ids(`today --space ${home}`)).toEqual([String(ours), String(mine)].toSorted())
    expect((await ok(ann, 'undo')).out).toMatch(new RegExp(`^undid: added ${mine} {2}Mine`))
    expect((await ok(ann, 'undo')).out).toMatch(new RegExp(`^undid: added ${own} {2}Own`))
    expect((await ok(ann, `done ${ours}`)).out).toContain('Ours')
    expect(await ids('today')).toEqual([''])
  })

  it('uses a space for what is added to a pool, and for its ids', async () => {
    await share()
    expect(await ok(ann, 'space use')).toMatchObject({ out: '', err: expect.stringContaining('track space use home') })
    expect((await ok(ann, `space use ${home} groceries chore`)).out).toBe(`chores\t${home}\ngroceries\t${home}\n`)
    const added = await ok(ann, 'add grocery Milk, Bread')
    const [milk, bread] = added.out.match(/g-[0-9a-f]+/g)!
    expect(added.out).toBe(`added ${home}/${milk}  Milk\nadded ${home}/${bread}  Bread\n`)
    expect((await ok(ann, 'add todo Own -q')).out).toMatch(/^t-[0-9a-f]{4}\n$/)
    expect((await ok(ann, `start ${milk}`)).out).toBe(`started ${home}/${milk}  Milk\n`)
    expect((await ok(ann, `done ${milk} ${bread}`)).out).toContain(`done ${home}/${bread}  Bread\n`)
    expect((await ok(ann, `reopen ${milk}`)).out).toContain(`reopened ${home}/${milk}`)
    expect((await ok(ann, 'list groceries -q')).out).toBe(`${home}/${milk}\n`)
    expect((await ok(ann, `log ${milk}`)).out).toContain(`${home}/${milk}`)
    expect((await ok(ann, `show ${milk}`)).out).toContain(`id\t${home}/${milk}\n`)
    expect((await ok(ann, `move ${milk} top`)).out).toContain(`${home}/${milk}`)
    await ok(ann, `rm ${bread}`)
    for (const gone of [bread, `${home}/${bread}`])
      expect((await lineOf(ann).track(`done ${gone}`)).err).toMatch(
        new RegExp(
          `^error: ${home}/${bread} was removed by write (\\d+),.*\n` +
            `hint: To bring it back: track undo --revision \\1 --space ${home}\n$`,
        ),
      )
    server.clock.advance(1000)
    expect((await ok(ann, `pri ${milk} 1`)).out).toBe(`P1 ${home}/${milk}  Milk\n`)
    expect((await ok(ann, 'undo')).out).toContain(`${home}/${milk}  Milk (priority 3 → 1)`)
    expect((await ok(ann, 'list groceries --json')).out).toContain('"Milk"')
    expect((await ok(ann, 'start -', `${home}/${milk}\n`)).out).toBe(`started ${home}/${milk}  Milk\n`)
    expect((await ok(ann, `rm ${milk}`)).out).toBe(`removed ${home}/${milk}  Milk\n`)
  })

  it("uses one's own space again, and says where ids of it are", async () => {
    await share()
    await ok(ann, `space use ${home} groceries todos`)
    const own = (await ok(ann, `add grocery Own --space ${ann.name} -q`)).out.trim()
    expect(own).toMatch(new RegExp(`^${ann.name}/g-`))
    expect((await ok(ann, 'list -q')).out).toBe(`${own}\n`)
    expect((await ok(ann, `start ${own}`)).out).toBe(`started ${own}  Own\n`)
    expect((await ok(ann, 'today -q')).out).toBe(`${own}\n`)
    expect((await ok(ann, 'undo')).out).toContain(`started ${own}  Own`)
    await ok(ann, 'space use --own todos')
    expect((await lineOf(ann).track(`done ${own.split('/')[1]} t-0000`)).err).toBe(
      `error: --space: this is about ${home} and ${ann.name}; name one space\n`,
    )
    expect((await ok(ann, `space use ${ann.name} groceries`)).err).toContain('Everything is in your own space')
    expect((await ok(ann, 'list -q')).out).toBe(`${own.split('/')[1]}\n`)
    for (const [words, message] of [
      [`space use ${home}`, 'say for which of todos, chores, shopping, groceries'],
      [`space use ${home} task`, 'tasks are in the space of their project'],
      [`space use ${home} cheese`, 'a pool is one of todos, chores, shopping, groceries, not cheese'],
      ['space use nowhere todos', 'nowhere is no space of which you are a member'],
    ] as const)
      expect(await lineOf(ann).track(words)).toMatchObject({ code: 2, err: expect.stringContaining(message) })
  })

  it('opens what is in a space in the page', async () => {
    await share()
    const milk = (await ok(ann, `add grocery Milk --space ${home} -q`)).out.trim()
    const own = (await ok(ann, 'add todo Own -q')).out.trim()
    await ok(ann, `project add Boat --space ${home}`)
    for (const [words, path] of [
      [milk, `today?item=${milk}`],
      [`${ann.name}/${own}`, `today?item=${own}`],
      [`boat --space ${home}`, `spaces/${home}/projects/boat`],
    ])
      expect((await ok(ann, `open ${words}`)).out).toBe(`https://track.test/${path}\n`)
  })

  it('moves items to another space and back', async () => {
    await share()
    const [milk, bread] = (await ok(ann, 'add grocery Milk, Bread -q')).out.split('\n')
    const there = (await ok(ann, `convert ${milk} ${bread} --space ${home}`)).out
    const [first, second] = there.match(/[^ ]+\/g-[0-9a-f]+/g)!
    expect(there).toBe(`moved ${milk}: ${first}  Milk\nmoved ${bread}: ${second}  Bread\n`)
    expect((await ok(eve, `list groceries --space ${home} -q`)).out).toBe(`${first}\n${second}\n`)
    expect((await ok(ann, 'log --limit 1')).out).toContain('moved 2 items: Milk, Bread to home')
    expect((await ok(ann, `convert ${first} --space ${ann.name}`)).out).toMatch(
      new RegExp(`^moved ${first}: g-\\w+ {2}Milk\n$`),
    )
    expect((await ok(ann, `log --space ${home} --limit 1`)).out).toContain(`moved ${first}  Milk to ${ann.name}`)
    const lost = await lineOf(ann).track(`show ${first}`)
    expect(lost.err).toMatch(new RegExp(`^error: ${first} became ${ann.name}/g-\\w+ by write`))
    expect((await ok(ann, `convert ${second} todo --space ${home}`)).out).toMatch(
      new RegExp(`^moved ${second} to a todo: ${home}/t-\\w+ {2}Bread\n$`),
    )
    for (const words of ['convert g-1f3a', 'convert g-1f3a g-2 cheese', `convert ${home}/g-1 g-2 --space ${ann.name}`])
      expect(await lineOf(ann).track(words), words).toMatchObject({ code: 2 })
  })

  it('refuses ids of two spaces in one command', async () => {
    for (const words of [`done ${home}/g-1 g-2`, `done ${home}/g-1 club/g-2`, `done club/g-1 --space ${home}`])
      expect(await lineOf(ann).track(words)).toMatchObject({
        code: 2,
        err: expect.stringContaining('ids of two spaces in one command'),
      })
  })

  it('tells who is no member that there is none', async () => {
    await ok(ann, `space add ${home}`)
    for (const words of [`list --space ${home}`, `done ${home}/g-1`, `space show ${home}`, `space join ${home}`])
      expect(await lineOf(eve).track(words)).toMatchObject({
        code: 1,
        err: `error: there is no space ${home}\nhint: track space list shows yours.\n`,
      })
  })

  it('expels, and asks before it removes', async () => {
    await share()
    await ok(ann, `space expel ${home} ${eve.name}`)
    expect(await lineOf(eve).track(`list --space ${home}`)).toMatchObject({ code: 1 })
    expect(await lineOf(ann).track(`space rm ${home}`, { input: 'n\n' })).toMatchObject({ code: 1 })
    expect((await ok(ann, `space rm ${home}`, 'y\n')).out).toBe(`removed ${home}\n`)
    expect((await ok(ann, 'space list')).out).toBe('')
  })

  it('assigns items to members, and says whose they are', async () => {
    await share()
    await ok(ann, `add todo Mine --due today --space ${home} --assign ${ann.name}`)
    await ok(ann, `add todo Other --due today --space ${home} --assign ${eve.name}`)
    const [id] = (await ok(ann, `list --space ${home} --assigned ${eve.name} -q`)).out.split('\n')
    const ref = `${home}/${id!.split('/').at(-1)!}`
    const titles = async (words: string) => (await ok(ann, `${words} --fields title`)).out
    expect((await ok(ann, `list --space ${home}`)).out).toContain(`assigned to ${eve.name}`)
    expect((await ok(ann, `show ${ref}`)).out).toContain(`assigned\t${eve.name}\n`)
    expect(await titles('today')).toBe('Mine\n')
    expect(await titles('today --everyone')).toBe('Mine\nOther\n')
    await ok(ann, `edit ${ref} --assign none`)
    expect(await titles('today')).toBe('Mine\nOther\n')
    expect((await lineOf(ann).track(`edit ${ref} --assign nobody`)).err).toBe(
      `error: --assign: nobody is no member of ${home}\nhint: Its members are ${ann.name}, ${eve.name}.\n`,
    )
  })

  it('says whose turn it is, and counts for who did it', async () => {
    await share()
    const turns = `--turns ${ann.name},${eve.name}`
    await ok(ann, `add chore Dishes --every daily --space ${home} ${turns}`)
    const [id] = (await ok(ann, `list --space ${home} -q`)).out.split('\n')
    const ref = `${home}/${id!.split('/').at(-1)!}`
    expect((await ok(ann, `done ${ref} --by ${eve.name}`)).out).toMatch(new RegExp(`, ${eve.name}'s turn\n$`))
    expect((await ok(ann, `show ${ref}`)).out).toMatch(
      new RegExp(`turns\\t${ann.name}, ${eve.name}\nturn rule\\tnext\ndone by\\t${eve.name}\n`),
    )
    const milk = (await ok(eve, `add grocery Milk --space ${home} -q`)).out.trim()
    await ok(eve, `done ${milk}`)
    expect((await ok(ann, `list groceries --all --space ${home}`)).out).toBe(
      `${milk}\tP3\tMilk\t\tdone\tby ${eve.name}\n`,
    )
    const report = JSON.parse((await ok(ann, `report --space ${home} --json`)).out)
    expect(report.members).toEqual([{ name: eve.name, done: 2 }])
    expect((await lineOf(ann).track(`done ${ref} --by nobody`)).err).toContain('nobody is no member')
  })
})

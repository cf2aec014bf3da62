import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { emptyPostgres } from '#testing/databases.ts'
import { type Command, sendThisTick, SkippedCommand } from './command-batch.ts'

async function connect(): Promise<Client> {
  const { url, drop } = await emptyPostgres()
  const client = new Client({ connectionString: url, pipeline: true })
  await client.connect()
  onTestFinished(async () => {
    await client.end()
    await drop()
  })
  return client
}

const command = (text: string, name?: string): Command => ({ text, name, values: [] })

it('commands of one tick are answered in order, prepared or not', async () => {
  const client = await connect()
  const texts = [
    'select 1 as one',
    "select 'a' as two, null as three",
    'create table things (name text)',
    'select 1 as one',
  ]
  for (const isNamed of [false, true, true]) {
    const commands = texts.map((text) => command(text, isNamed ? `of ${text}` : undefined))
    if (isNamed) commands.splice(2, 1) // it is there
    const results = await Promise.all(commands.map((one) => sendThisTick(client, one)))
    expect(results.flatMap(({ rows }) => rows)).toEqual([{ one: 1 }, { two: 'a', three: null }, { one: 1 }])
  }
})

it('commands behind one that fails are skipped, and the connection goes on', async () => {
  const client = await connect()
  const texts = ['begin', 'select 1 as one', 'select 1 / 0', 'select 2 as two', 'commit']
  const sent = await Promise.allSettled(texts.map((text) => sendThisTick(client, command(text, text))))
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'])
  const [failure, ...skipped] = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  expect(failure!.message).toBe('division by zero')
  for (const one of skipped) expect(one).toBeInstanceOf(SkippedCommand)
  expect(await sendThisTick(client, command('commit', 'commit'))).toMatchObject({ command: 'ROLLBACK' })
  expect(await sendThisTick(client, command('select 2 as two', 'select 2 as two'))).toMatchObject({
    rows: [{ two: 2 }],
  })
})

it('a statement that could not be prepared is prepared anew', async () => {
  const client = await connect()
  const ofThings = () => sendThisTick(client, command('select name from things', 'of things'))
  await expect(ofThings()).rejects.toThrow('does not exist')
  await sendThisTick(client, command("create table things as select 'one' as name"))
  expect(await ofThings()).toMatchObject({ rows: [{ name: 'one' }] })
})

it('commands that a lost connection has not answered fail with that', async () => {
  const client = await connect()
  client.on('error', () => {})
  const texts = ['select pg_terminate_backend(pg_backend_pid())', 'commit']
  const sent = await Promise.allSettled(texts.map((text) => sendThisTick(client, command(text))))
  for (const one of sent) {
    expect(one.status).toBe('rejected')
    expect((one as PromiseRejectedResult).reason).not.toBeInstanceOf(SkippedCommand)
  }
})

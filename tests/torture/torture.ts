// `npm run torture`: the long form. The short one stands in the tests beside this.
import { parseArgs } from 'node:util'
import { startPostgres } from '#testing/postgres.ts'
import { GROUNDS, type GroundName } from './ground.ts'
import { hostile, MOST_GROWTH_MB, told } from './hostile.ts'
import { killRounds, summary } from './kill.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    requests: { type: 'string', default: '50000' },
    on: { type: 'string', default: Object.keys(GROUNDS).join() },
    seed: { type: 'string', default: '1' },
  },
})
const [rounds, requests, seed] = [Number(values.rounds), Number(values.requests), Number(values.seed)]
const grounds = values.on.split(',') as GroundName[]
const progress = (line: string) => console.log(line)
let sound = true

async function killed(on: GroundName, writers: number, invalidEvery: number): Promise<void> {
  const ground = await GROUNDS[on]()
  console.log(
    `kill -9 under ${writers} writers on ${ground.name}${invalidEvery ? `, one write in ${invalidEvery} invalid` : ''}`,
  )
  const result = await killRounds(ground, { rounds, writers, invalidEvery, seed, progress })
  const { lost, doubled, gaps, astray, refused, damage, wrong } = result
  for (const line of [...damage, ...wrong]) console.log(line)
  console.log(
    `${result.rounds} rounds, ${summary(result)}, invalid ones refused ${refused}, wrongly answered ${wrong.length}`,
  )
  sound &&= !lost && !doubled && !gaps && !astray && !damage.length && !wrong.length
  await ground.remove()
}

async function attacked(on: GroundName): Promise<void> {
  const ground = await GROUNDS[on]()
  console.log(`hostile requests on ${ground.name}`)
  const hurt = await hostile(ground, { requests, seed, progress })
  for (const finding of hurt.findings) console.log(`${finding}\n`)
  console.log(told(hurt))
  sound &&= !hurt.findings.length && hurt.memory.late - hurt.memory.early <= MOST_GROWTH_MB
  await ground.remove()
}

const postgres =
  grounds.includes('PostgreSQL') && !process.env.TRACK_TEST_DATABASE_URL ? await startPostgres({ durable: true }) : null
process.env.TRACK_TEST_DATABASE_URL ??= postgres?.url
try {
  for (const on of grounds) {
    if (rounds) await killed(on, 16, 0)
    if (rounds) await killed(on, 32, 3)
    if (requests) await attacked(on)
  }
} finally {
  await postgres?.stop()
}
process.exitCode = sound ? 0 : 1

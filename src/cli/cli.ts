import type { Track } from '#contract/track.ts'
import type { Day } from '#domain/dates.ts'
import { TrackError } from '#domain/errors.ts'
import { isOpenRoad, type Settings, settings } from './config.ts'
import { type Here, momentSaid } from './days.ts'
import { type Out, outOf } from './out.ts'
import type { Server, World } from './world.ts'

/** What a command runs with. */
export interface Cli {
  world: World
  out: Out
  json: boolean
  today(): Day
  here(): Here
  /** An instant as the wall clock here shows it. */
  moment(instant: string): string
  /** The Track of the configured key; fails when there is none, before any network traffic. */
  track(client?: Server['client']): Promise<Track>
  /** Tells people, not programs: nothing with --json. */
  tell(text: string): void
}

/** There is neither a file nor a variable with a key. */
export class NotConfigured extends TrackError {
  constructor() {
    super('unauthenticated', 'track is not configured. Run: track config')
  }
}

export function cliOf(world: World, json: boolean): Cli {
  const out = outOf(world)
  return {
    world,
    out,
    json,
    today: () => world.wall().day,
    here: () => ({ today: world.wall().day, dayOf: (instant) => world.wall(instant).day }),
    moment: (instant) => momentSaid(world.wall(instant), world.wall().day),
    tell: (text) => void (json || out.say(text)),
    async track(client) {
      const found = await settings(world)
      if (!found.key) throw new NotConfigured()
      if (!/^[!-~]+$/.test(found.key.value))
        throw new TrackError(
          'unauthenticated',
          `the key in ${found.key.source === 'file' ? world.configFile.path : 'TRACK_API_KEY'} is no Track key`,
        )
      warn(out, found, world.configFile.path)
      return connect(this, found.url.value, found.key.value, client)
    },
  }
}

/** Says what is unsafe about a configuration, naming the file or the host. */
export function warn(out: Out, { url, exposed }: Pick<Settings, 'url' | 'exposed'>, path: string): void {
  if (exposed) out.say(`warning: ${path} can be read by others; it holds your key. Run: chmod 600 ${path}`)
  if (isOpenRoad(url.value))
    out.say(`warning: your key goes to ${new URL(url.value).host} over plain http, where others can read it; use https`)
}

export function connect(
  { world, tell }: Pick<Cli, 'world' | 'tell'>,
  url: string,
  key: string,
  client: Server['client'] = 'cli',
): Track {
  let told = false
  return world.connect({ url, key, client }, (reason) => {
    if (!told) tell(`waiting for ${new URL(url).host} (${reason}) …`)
    told = true
  })
}

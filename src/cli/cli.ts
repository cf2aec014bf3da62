import type { Track } from '#contract/track.ts'
import type { KnownUser, Me } from '#contract/types.ts'
import type { Day } from '#domain/dates.ts'
import { TrackError } from '#domain/errors.ts'
import { type Pool, poolOfId } from '#domain/kinds.ts'
import { isLocal, sendsKeyUnencrypted, type ClientSettings, loadSettings } from './config.ts'
import { createDateFormat, type DateFormat } from './date-format.ts'
import { type ColourChoice, createOut, type Out } from './out.ts'
import type { ServerAccess, CliEnvironment } from './environment.ts'

/** The context in which a command runs. */
export interface Cli {
  environment: CliEnvironment
  out: Out
  json: boolean
  /** The shared space that the command is about, or ALL_SPACES. */
  space?: string
  /** Writes dates as this output's readers want them; `today` is the server's where it has told it. */
  dates(today?: Day): DateFormat
  /** That of the user's amounts, once an amount was printed. */
  currency?: string
  /** Who the key's user is, as the newest answer says. */
  me?: KnownUser
  /** The page of the server that the command has talked to; undefined before. */
  page?: URL
  /**
   * The Track of the configured key. Throws, without network traffic: NotConfiguredError if there is none,
   * `unauthenticated` for one that cannot be sent, `unavailable` for settings that cannot be read.
   */
  track(client?: ServerAccess['client']): Promise<Track>
  /** The address and key that the command uses; see loadSettings. */
  settings(urlFlag?: string): Promise<ClientSettings>
  /** The account that --as names. */
  account?: string
  /** Whether it was said that an answer is waited for, which is said once. */
  waiting: { isTold: boolean }
  /** Prints a message to standard error, unless --json was given. */
  notify(text: string): void
}

/** Neither the file nor a variable contains a key. */
export class NotConfiguredError extends TrackError {
  constructor() {
    super('unauthenticated', 'track is not configured. Run: track config')
  }
}

/** What flags of all commands ask for. */
export interface CliOptions {
  json: boolean
  colour?: ColourChoice
  account?: string
  space?: string
}

export function createCli(environment: CliEnvironment, { json, colour, account, space }: CliOptions): Cli {
  const out = createOut(environment, colour)
  return {
    environment,
    out,
    json,
    ...(space !== undefined && { space }),
    account,
    waiting: { isTold: false },
    settings: (urlFlag) => loadSettings(environment, urlFlag, account),
    dates(today = environment.localTime().day) {
      return createDateFormat(
        { ...environment.localTime(), day: today },
        environment.localTime,
        out.isTerminal,
        this.currency,
      )
    },
    notify: (text) => void (json || out.message(text)),
    async track(client) {
      const found = await this.settings()
      if (!found.key) throw new NotConfiguredError()
      if (!/^[!-~]+$/.test(found.key.value))
        throw new TrackError(
          'unauthenticated',
          `the key in ${found.key.source === 'file' ? environment.configFile.path : 'TRACK_API_KEY'} is no Track key`,
        )
      if (!this.page) warnOfUnsafeSettings(out, found, environment)
      this.page = new URL(`${found.url.value}/`)
      return connect(this, found.url.value, found.key.value, client)
    },
  }
}

/** Stands for all spaces of the user. */
export const ALL_SPACES = '*'

/** Asks for the user's currency, where something to print has an amount. To be called before `dates`. */
export async function learnCurrency(cli: Cli, printed: unknown): Promise<void> {
  if (cli.me || /"budget":\d/.test(JSON.stringify(printed) ?? '')) cli.currency = (await learnMe(cli)).currency
}

/** Who the key's user is, which is about none of their spaces. */
export async function findMe(cli: Cli): Promise<Me> {
  return (await { ...cli, space: undefined }.track()).me.get()
}

/** The same, asked only where no answer has said it. */
export async function learnMe(cli: Cli): Promise<KnownUser> {
  return (cli.me ??= await findMe(cli))
}

/** Makes a command that names no space be about the one that a pool is in by default. */
export async function enterDefaultSpace(cli: Cli, pool: string | null): Promise<void> {
  if (cli.space !== undefined || pool === null) return
  const space = (await learnMe(cli)).defaults[pool as Pool]
  if (space !== undefined) cli.space = space
}

/** What tells an item's space: without `space`, that of the command. */
interface Located {
  id?: string
  space?: string
}

/**
 * Returns what stands before the ids of items where the command line takes them: `home/` in a space that is not the
 * user's own, and the user's name where an id alone would be looked for in another space. To be called with all that is
 * printed.
 */
export async function learnSpaces(cli: Cli, printed: readonly Located[]): Promise<(item: Located) => string> {
  const { space: named } = cli
  if (printed.some(({ space }) => space !== undefined)) await learnMe(cli)
  const { me } = cli
  return ({ id = '', space = named }) => {
    if (space !== undefined && space !== ALL_SPACES && space !== me?.name) return `${space}/`
    const pool = poolOfId(id)
    return pool && me?.defaults[pool] !== undefined ? `${me.name}/` : ''
  }
}

/** Where in the page an item is, by its id as it is printed; there, ids of one's own stand alone. */
export function itemAddresses({ page, me }: Cli): ((id: string) => string) | undefined {
  if (!page) return undefined
  const own = `${me?.name}/`
  return (id) => new URL(`today?item=${id.startsWith(own) ? id.slice(own.length) : id}`, page).href
}

/** Items with their ids as the command line takes them. To be called with all that is printed. */
export async function withSpaces<T extends Located & { id: string }>(cli: Cli, items: readonly T[]): Promise<T[]> {
  const prefixOf = await learnSpaces(cli, items)
  return items.map((item) => ({ ...item, id: prefixOf(item) + item.id }))
}

/** Warns if others can read the configuration file, or the key on its way to the server. */
export function warnOfUnsafeSettings(
  out: Out,
  { url, exposed }: Pick<ClientSettings, 'url' | 'exposed'>,
  { configFile: { path }, ownAddresses }: Pick<CliEnvironment, 'configFile' | 'ownAddresses'>,
): void {
  if (exposed) out.message(`warning: ${path} can be read by others; it holds your key. Run: chmod 600 ${path}`)
  if (sendsKeyUnencrypted(url.value, ownAddresses))
    out.message(
      `warning: your key goes to ${new URL(url.value).host} over plain http, where others can read it; use https`,
    )
}

export const ONLY_THIS_MACHINE = 'only this machine is reached by it'
export const REACH_FROM_ELSEWHERE =
  'for phones and other machines, set TRACK_PUBLIC_URL on the server to an address that they reach; ' +
  'README, "From a phone", tells how'

/** Warns if an address that is meant for other machines, too, leads each of them to itself. */
export function warnOfLocalUrl(out: Out, url: string): void {
  if (!isLocal(url)) return
  out.message(`warning: ${new URL(url).origin}: ${ONLY_THIS_MACHINE}`)
  out.message(`hint: ${REACH_FROM_ELSEWHERE}`)
}

/** The Track of a key. Says once on standard error that it waits for an answer; answers tell `me`. */
export function connect(
  cli: Pick<Cli, 'environment' | 'space' | 'notify' | 'waiting' | 'me'>,
  url: string,
  key: string,
  client: ServerAccess['client'] = 'cli',
): Track {
  const { environment, space, notify, waiting } = cli
  const inSpace = space === undefined ? { usesDefaults: client === 'cli' } : { space }
  return environment.connect(
    { url, key, client, ...inSpace },
    {
      onWait(reason) {
        if (!waiting.isTold) notify(`waiting for ${new URL(url).host}${reason ? ` (${reason})` : ''} …`)
        waiting.isTold = true
      },
      onUser: (user) => void (cli.me = user),
    },
  )
}

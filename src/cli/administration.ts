import type { LocalTrack, Track } from '#contract/track.ts'
import { TrackError, UnknownOutcomeError } from '#domain/errors.ts'
import type { Cli } from './cli.ts'
import type { Option } from './command.ts'
import type { OptionValues } from './options.ts'

export interface LocalOptions {
  local: boolean
}

export const LOCAL: Option = { flags: '--local', description: "straight on this machine's database, without a key" }
export const readLocal = (flags: OptionValues): LocalOptions => ({ local: flags.local === true })

/** Runs a job of an administrator on the server, or on this machine's database. */
export async function withAdministration<T>(
  cli: Cli,
  { local }: LocalOptions,
  work: (track: LocalTrack | Track) => Promise<T>,
): Promise<T> {
  if (!local) return work(await cli.track())
  const database = await cli.environment.local()
  try {
    return await work(database.track)
  } finally {
    await database.close()
  }
}

/** A write; if there is no telling whether it was done, the error says how to find out. */
export async function orHowToFindOut<T>(write: Promise<T>, hint: string): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (!(error instanceof UnknownOutcomeError)) throw error
    throw new TrackError(error.code, error.message, { hint })
  }
}

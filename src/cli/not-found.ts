import type { Track } from '#contract/track.ts'
import { type Gone, TrackError } from '#domain/errors.ts'
import { poolOfId } from '#domain/kinds.ts'
import { type Cli, enterDefaultSpace, learnSpaces } from './cli.ts'
import { similarNames } from './similar-names.ts'

/**
 * What the server says of something that is not there, with what became of it and how to get it back, or with the
 * nearest name. Where more cannot be found out, it is the same error.
 */
export async function explainNotFound(error: TrackError, cli: Cli): Promise<TrackError> {
  const { gone } = error.details
  try {
    if (gone) return await explainGone(error, gone, cli)
    const slug = /(?:^|: )there is no project (\S+)$/.exec(error.message)?.[1]
    return slug ? await explainProject(error, slug, await cli.track()) : error
  } catch {
    return error
  }
}

/** In the space that was named, or in which what the id is of is by default. */
async function explainGone(error: TrackError, { revision, became }: Gone, cli: Cli): Promise<TrackError> {
  const id = error.message.replace(/^there is no (?:item )?/, '')
  await enterDefaultSpace(cli, poolOfId(id))
  const prefixOf = await learnSpaces(cli, [])
  const [track, dates] = [await cli.track(), cli.dates()]
  const [write] = (await track.changes.list({ before: revision + 1, limit: 1 })).changes
  const when = write ? `, ${dates.day(dates.dayOf(write.at))}` : ''
  const name = prefixOf({ id }) + id
  if (became === null) {
    const inSpace = cli.space === undefined ? '' : ` --space ${cli.space}`
    const hint = `To bring it back: track undo --revision ${revision}${inSpace}`
    return withHint(error, `${name} was removed by write ${revision}${when}`, hint)
  }
  const successor = became.includes('/') ? became : prefixOf({ id: became }) + became
  return withHint(error, `${name} became ${successor} by write ${revision}${when}`, `track show ${successor}`)
}

async function explainProject(error: TrackError, slug: string, track: Track): Promise<TrackError> {
  const near = similarNames(
    slug,
    (await track.projects.list()).projects.map((project) => project.slug),
  )
  return near.length && !error.details.hint?.startsWith('Did you mean')
    ? withHint(error, error.message, `Did you mean ${near.join(' or ')}?`)
    : error
}

const withHint = ({ code, details }: TrackError, message: string, hint: string) =>
  new TrackError(code, message, { ...details, hint })

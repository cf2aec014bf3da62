import type { Track } from '#contract/track.ts'
import { type Gone, TrackError } from '#domain/errors.ts'
import type { DateFormat } from './date-format.ts'
import { similarNames } from './similar-names.ts'

/**
 * What the server says of something that is not there, with what became of it and how to get it back, or with the
 * nearest name. Where more cannot be found out, it is the same error.
 */
export async function explainNotFound(error: TrackError, track: Track, dates: DateFormat): Promise<TrackError> {
  const { gone } = error.details
  try {
    if (gone) return await explainGone(error, gone, track, dates)
    const slug = /(?:^|: )there is no project (\S+)$/.exec(error.message)?.[1]
    return slug ? await explainProject(error, slug, track) : error
  } catch {
    return error
  }
}

async function explainGone(error: TrackError, gone: Gone, track: Track, dates: DateFormat): Promise<TrackError> {
  const { revision, became } = gone
  const [write] = (await track.changes.list({ before: revision + 1, limit: 1 })).changes
  const when = write ? `, ${dates.day(dates.dayOf(write.at))}` : ''
  const name = error.message.replace(/^there is no (?:item )?/, '')
  return became
    ? withHint(error, `${name} became ${became} by write ${revision}${when}`, `track show ${became}`)
    : withHint(
        error,
        `${name} was removed by write ${revision}${when}`,
        `To bring it back: track undo --revision ${revision}`,
      )
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

import type { ParsedArgs } from './command.ts'
import { textOption, UsageError } from './options.ts'

/** `home/g-1f3a` */
const ID_IN_SPACE = /^([a-z0-9][a-z0-9._-]{0,31})\/([a-z]-[0-9a-f]+)$/i
const ID = /^[a-z]-[0-9a-f]+$/i

/**
 * Arguments with ids as the space of `--space` has them, which is that of the ids where these name it. Throws
 * UsageError for ids of two spaces.
 */
export function withSpaceOfIds(parsed: ParsedArgs): ParsedArgs {
  const named = textOption(parsed.flags, 'space')
  const spaces = new Set(named === undefined ? [] : [named])
  let isOwn = false
  const args = parsed.args.map((arg) => {
    const [, space, id] = ID_IN_SPACE.exec(arg) ?? []
    if (space !== undefined) spaces.add(space)
    else if (named === undefined && ID.test(arg)) isOwn = true
    return id ?? arg
  })
  const [space, ...others] = spaces
  if (space === undefined) return parsed
  if (others.length || isOwn)
    throw new UsageError(
      `ids of two spaces in one command: ${[...(isOwn ? ['your own'] : []), ...spaces].join(' and ')}`,
      'Give a command for each.',
    )
  return { ...parsed, args, flags: { ...parsed.flags, space } }
}

import type { LocalTrack } from '#contract/track.ts'
import type { ServiceDeps } from './context.ts'
import { LOCAL } from './current-user.ts'
import { trackFor } from './service.ts'

/** The administration of users without a key, for whoever has access to the database. */
export function localTrack(deps: ServiceDeps): LocalTrack {
  const local = { ...LOCAL, timezone: deps.timezone() }
  const { users, spaces } = trackFor(deps, local, { client: 'local', origin: '' })
  return { users, spaces: { adopt: spaces.adopt } }
}

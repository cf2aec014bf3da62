import { connect } from '#main/client.ts'
import type { Track } from '#contract/track.ts'
import type { Stage } from './browser.ts'

/** The space `home` of the administrator, which Eve has joined. */
export async function household({ track, server }: Stage): Promise<{ eve: Track; key: string }> {
  const { api_key: key } = await track.users.add({ name: 'eve' })
  const eve = connect({ url: server.url, key })
  await track.spaces.add({ name: 'home' })
  await track.members.set({ name: 'home', user: 'eve', role: 'member' })
  await eve.spaces.join({ name: 'home' })
  return { eve, key }
}

export const HOME = { space: 'home' }

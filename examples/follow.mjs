// Prints each change as it happens, until it is interrupted.
import { connect } from 'track/client'

const track = connect({ url: process.env.TRACK_API_URL, key: process.env.TRACK_API_KEY })
const end = new AbortController()
process.on('SIGINT', () => end.abort())

console.log('following …')
for await (const event of track.events({ signal: end.signal })) {
  if (event.type !== 'change') continue
  const { revision, op, client, items } = event.change
  const titles = (items ?? []).map(({ before, after }) => (after ?? before).title)
  console.log(`${revision} ${op} by ${client}: ${titles.join(', ')}`)
}

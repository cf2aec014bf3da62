// Prints all chores, however many there are.
import { connect } from 'track/client'

const track = connect({ url: process.env.TRACK_API_URL, key: process.env.TRACK_API_KEY })
for await (const items of track.pages('items.list', { kind: 'chore', sort: 'due' }))
  for (const { title, due, every } of items) console.log(`${due}  ${title} (${every})`)

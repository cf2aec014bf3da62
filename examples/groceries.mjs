// Adds a list of groceries as one write, and says how to undo it.
import { connect, TrackError } from 'track/client'

const track = connect({ url: process.env.TRACK_API_URL, key: process.env.TRACK_API_KEY })
const titles = process.argv.slice(2)
try {
  const { output, revision } = await track.call('batch.run', {
    operations: titles.map((title) => ({ op: 'items.add', input: { kind: 'grocery', title } })),
  })
  console.log(`added ${output.results.length}; undo with: track undo --revision ${revision}`)
} catch (error) {
  if (!(error instanceof TrackError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

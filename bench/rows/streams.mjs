import { connect } from 'node:net'
import { load, encodeRequest } from '../load.mjs'
import { median } from '../measure.mjs'
import { memoryOf } from '../processes.mjs'

const STREAMS = 1000

/** One event to 1,000 open streams: the time from sending the write until the last stream has received it. */
export async function streams(context) {
  const { track, dataset, rounds } = context
  const after = memoryOf(track.pid)
  const listeners = []
  for (let i = 0; i < STREAMS; i++) listeners.push(await openListener(track.port, dataset.key))
  const times = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    const received = Promise.all(listeners.map((listener) => listener.next()))
    await load({
      port: track.port,
      count: 1,
      expected: 201,
      next: () =>
        encodeRequest(
          'POST',
          '/api/items',
          { 'x-track-key': dataset.key },
          JSON.stringify({ kind: 'todo', title: `Tell everyone, ${round}` }),
        ),
    })
    times.push(Math.max(...(await received)) - from)
  }
  const open = memoryOf(track.pid)
  for (const { socket } of listeners) socket.destroy()
  const memory = (name, target, megabytes) => ({
    name,
    unit: 'MB',
    target: { max: target },
    reached: megabytes,
    spread: [megabytes, megabytes],
  })
  return [
    {
      name: 'one event to 1,000 streams, the last',
      unit: 'ms',
      target: { max: 250 },
      reached: median(times),
      spread: [Math.min(...times), Math.max(...times)],
    },
    memory('memory after all of this', 150, after.now),
    memory('memory with 1,000 open streams', 250, open.now),
  ].map((row) => context.report(row))
}

function openListener(port, key) {
  return new Promise((ready, failed) => {
    const socket = connect({ port, host: '127.0.0.1' }, () =>
      socket.write(encodeRequest('GET', '/api/events', { 'x-track-key': key })),
    )
    let hear = null
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.includes('retry:')) {
        text = ''
        ready({ socket, next: () => new Promise((received) => (hear = received)) })
      }
      if (/\ndata: .*\n\n/.test(text)) {
        text = ''
        hear?.(performance.now())
      }
    })
    socket.on('error', failed)
  })
}

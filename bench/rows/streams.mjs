import { connect } from 'node:net'
import { load, requestOf } from '../load.mjs'
import { median } from '../measure.mjs'
import { memoryOf } from '../processes.mjs'

const STREAMS = 1000

/** One event to 1,000 open streams: the time from sending the write until the last has heard of it. */
export async function streams(context) {
  const { track, house, rounds } = context
  const after = memoryOf(track.pid)
  const listeners = []
  for (let i = 0; i < STREAMS; i++) listeners.push(await listening(track.port, house.key))
  const times = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    const heard = Promise.all(listeners.map((listener) => listener.next()))
    await load({
      port: track.port,
      count: 1,
      expected: 201,
      next: () =>
        requestOf(
          'POST',
          '/api/items',
          { 'x-track-key': house.key },
          JSON.stringify({ kind: 'todo', title: `Tell everyone, ${round}` }),
        ),
    })
    times.push(Math.max(...(await heard)) - from)
  }
  const open = memoryOf(track.pid)
  for (const { socket } of listeners) socket.destroy()
  const memory = (name, target, megabytes) => ({
    name,
    unit: 'MB',
    target: { most: target },
    reached: megabytes,
    spread: [megabytes, megabytes],
  })
  return [
    {
      name: 'one event to 1,000 streams, the last',
      unit: 'ms',
      target: { most: 250 },
      reached: median(times),
      spread: [Math.min(...times), Math.max(...times)],
    },
    memory('memory after all of this', 150, after.now),
    memory('memory with 1,000 open streams', 250, open.now),
  ].map((row) => context.tell(row))
}

function listening(port, key) {
  return new Promise((ready, failed) => {
    const socket = connect({ port, host: '127.0.0.1' }, () =>
      socket.write(requestOf('GET', '/api/events', { 'x-track-key': key })),
    )
    let hear = null
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.includes('retry:')) {
        text = ''
        ready({ socket, next: () => new Promise((heard) => (hear = heard)) })
      }
      if (/\ndata: .*\n\n/.test(text)) {
        text = ''
        hear?.(performance.now())
      }
    })
    socket.on('error', failed)
  })
}

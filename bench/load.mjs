import { connect } from 'node:net'

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** The bytes of a request. */
export function requestOf(method, path, headers = {}, body) {
  const all = {
    host: 'bench',
    ...headers,
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  }
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\n${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n${body ?? ''}`,
  )
}

/**
 * Sends requests over kept connections, on each the next when the answer to the last is whole, until the time or the number is over.
 * `next` gives each request's bytes. Rejects on a status that is not expected. `alone`: nothing that is measured runs on this core.
 */
export async function load({
  port,
  next,
  connections = 1,
  milliseconds = Infinity,
  count = Infinity,
  expected = 200,
  alone = true,
}) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)))
  const times = []
  let bytes = 0
  let left = count
  const from = performance.now()
  const until = from + milliseconds
  const rest = alone ? awake() : () => {}
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise((done, failed) => {
          let sent = 0
          const send = () => {
            sent = performance.now()
            if (left-- <= 0 || sent >= until) done()
            else socket.write(next())
          }
          const answered = ({ status, head }, size) => {
            if (status !== expected) {
              failed(new Error(`status ${status} where ${expected} was expected: ${head}`))
              return
            }
            times.push(performance.now() - sent)
            bytes += size
            send()
          }
          socket.on('data', reader(answered))
          socket.on('error', failed)
          socket.on('close', () => failed(new Error('the server closed a connection')))
          send()
        }),
    ),
  )
  const elapsed = performance.now() - from
  rest()
  for (const socket of sockets) socket.removeAllListeners('close').destroy()
  return { count: times.length, rate: (times.length / elapsed) * 1000, elapsed, times, bytes }
}

/** Keeps this process from falling asleep, since waking it is work for whoever writes to it: the slower server would pay for it with each answer. Gives the way to let it rest. */
function awake() {
  let on = true
  const spin = () => void (on && setImmediate(spin))
  spin()
  return () => (on = false)
}

function opened(port) {
  return new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => done(socket))
    socket.once('error', failed)
  })
}

/** Hears the bytes of answers that state their length, and tells of each that is whole. */
function reader(answered) {
  let head = null
  let waiting = null
  let missing = 0
  let size = 0
  return (chunk) => {
    let bytes = waiting ? Buffer.concat([waiting, chunk]) : chunk
    waiting = null
    if (!head) {
      const end = bytes.indexOf(END_OF_HEAD)
      if (end < 0) return void (waiting = bytes)
      head = headOf(bytes.latin1Slice(0, end))
      size = end + 4 + head.length
      missing = head.length
      bytes = bytes.subarray(end + 4)
    }
    missing -= bytes.length
    if (missing > 0) return
    const whole = head
    head = null
    answered(whole, size)
  }
}

function headOf(head) {
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined && status !== 304 && status !== 204) throw new Error(`an answer without its length: ${head}`)
  return { status, head, length: status === 304 ? 0 : Number(length ?? 0) }
}

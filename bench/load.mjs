import { connect } from 'node:net'
import { responseReader } from './response-reader.mjs'

export function encodeRequest(method, path, headers = {}, body) {
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

/** A function whose every call encodes a request that adds another todo. */
export function todoRequests(headers, path = '/api/items') {
  let n = 0
  return () => {
    const todo = { kind: 'todo', title: `Call number ${++n} about the shelf`, due: 'tomorrow', tags: ['calls'] }
    return encodeRequest('POST', path, headers, JSON.stringify(todo))
  }
}

/**
 * Sends requests over keep-alive connections, one at a time on each, for a time or a number of requests. `next` returns
 * the bytes of a request. Rejects on an unexpected status. `pauseMs`: between an answer and the next request.
 * `keepsAwake`: keeps this process's core busy; only if nothing that is measured runs on it. `isOver`: is asked before
 * each request, and `onAnswer` called after each answer.
 */
export async function load({
  port,
  next,
  connections = 1,
  milliseconds = Infinity,
  count = Infinity,
  expected = 200,
  pauseMs = 0,
  keepsAwake = true,
  isOver = () => false,
  onAnswer = () => {},
}) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => openSocket(port)))
  const times = []
  let bytes = 0
  let left = count
  const from = performance.now()
  const until = from + milliseconds
  const stopKeepingAwake = keepsAwake ? keepAwake() : () => {}
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise((done, failed) => {
          let sent = 0
          const send = () => {
            sent = performance.now()
            if (left-- <= 0 || sent >= until || isOver()) done()
            else socket.write(next())
          }
          const onResponse = ({ status, head }, size) => {
            if (status !== expected) {
              failed(new Error(`status ${status} where ${expected} was expected: ${head}`))
              return
            }
            times.push(performance.now() - sent)
            bytes += size
            onAnswer()
            if (pauseMs) setTimeout(send, pauseMs)
            else send()
          }
          socket.on('data', responseReader(onResponse))
          socket.on('error', failed)
          socket.on('close', () => failed(new Error('the server closed a connection')))
          send()
        }),
    ),
  )
  const elapsed = performance.now() - from
  stopKeepingAwake()
  for (const socket of sockets) socket.removeAllListeners('close').destroy()
  return { count: times.length, rate: (times.length / elapsed) * 1000, elapsed, times, bytes }
}

/**
 * Keeps this process from sleeping: waking it costs the process that writes to it, which would penalise the slower
 * server. Returns a function that stops it.
 */
function keepAwake() {
  let on = true
  const spin = () => void (on && setImmediate(spin))
  spin()
  return () => (on = false)
}

function openSocket(port) {
  return new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => done(socket))
    socket.once('error', failed)
  })
}

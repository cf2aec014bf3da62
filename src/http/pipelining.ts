import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { Backend } from './backend.ts'

/** Requests on one connection that wait for earlier responses (RFC 9112, section 9.3.2). Each holds some 5 KB. */
const MAX_WAITING = 20

/**
 * Works on requests that were sent ahead once the ones before them are answered, of all connections one in a turn of
 * the event loop, so that many of them keep nobody else waiting. Closes a connection that sends too many ahead.
 */
export function limitPipelining(
  handle: RequestListener,
  { afterAccepting }: Pick<Backend, 'afterAccepting'>,
): RequestListener {
  const waitingOn = new WeakMap<Socket, number>()
  const ready: (() => void)[] = []
  const handleNext = () => {
    ready.shift()!()
    if (ready.length) afterAccepting(handleNext)
  }
  return (request, response) => {
    if (response.socket) return handle(request, response) // its turn has come, as for nearly all
    const { socket } = request
    if (socket.destroyed) return
    const waiting = waitingOn.get(socket) ?? 0
    if (waiting >= MAX_WAITING) return void socket.destroy()
    waitingOn.set(socket, waiting + 1)
    response.once('socket', () => {
      waitingOn.set(socket, waitingOn.get(socket)! - 1)
      ready.push(() => socket.destroyed || handle(request, response))
      if (ready.length === 1) afterAccepting(handleNext)
    })
  }
}

import type { RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Requests on one connection that wait for earlier responses (RFC 9112, section 9.3.2). Each holds some 5 KB. */
const MAX_WAITING = 20

/**
 * Closes a connection that sends too many requests ahead. Those that wait when their connection ends get the `close`
 * event that node:http gives only to the response whose turn it is.
 */
export function limitPipelining(handle: RequestListener): RequestListener {
  const waitingOn = new WeakMap<Socket, Set<ServerResponse>>()
  return (request, response) => {
    if (response.socket) return handle(request, response) // its turn has come, as for nearly all
    const { socket } = request
    if (socket.destroyed) return
    let waiting = waitingOn.get(socket)
    if (!waiting) waitingOn.set(socket, (waiting = closedWith(socket)))
    if (waiting.size >= MAX_WAITING) return void socket.destroy()
    waiting.add(response)
    response.once('close', () => waiting.delete(response))
    handle(request, response)
  }
}

function closedWith(socket: Socket): Set<ServerResponse> {
  const responses = new Set<ServerResponse>()
  socket.once('close', () => {
    for (const response of responses) response.destroy().emit('close')
  })
  return responses
}

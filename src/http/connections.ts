import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Bounds the connections of a server. Beyond the bound the one ends on which nothing was asked for longest, of those
 * that have shown no key: never the newest, since attackers and others may come through the same proxy.
 */
export class Connections {
  readonly #max: number
  readonly #open = new Set<Socket>()
  /** Those that have shown no key, the idlest first. */
  readonly #keyless = new Set<Socket>()

  constructor(max: number) {
    this.#max = max
  }

  /** Counts the connections of a server from now on. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket)
      this.#keyless.add(socket)
      socket.once('close', () => {
        this.#open.delete(socket)
        this.#keyless.delete(socket)
      })
      if (this.#open.size <= this.#max) return
      const [idlest = socket] = this.#keyless
      this.#keyless.delete(idlest)
      idlest.destroy()
    })
    server.on('request', ({ socket }: { socket: Socket }) => {
      if (this.#keyless.delete(socket)) this.#keyless.add(socket)
    })
  }

  /** To be called when a request on a connection has shown a right key. */
  hasShownKey(socket: Socket): void {
    this.#keyless.delete(socket)
  }
}

import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Bounds } from './bounds.ts'
import { addressGroup } from './forwarded.ts'

/** Connections of one user, or of one address that have shown no key. The idlest come first. */
type Group = Set<Socket>

/**
 * Bounds the connections of each user, of each address without a key, and of all. At a bound the one ends on which
 * nothing was asked for longest: of the same user or address, else of those that have shown no key. Never the newest,
 * since attackers and others may come through the same proxy.
 */
export class Connections {
  readonly #bounds: Bounds
  /** The name of each one's group. */
  readonly #open = new Map<Socket, string>()
  readonly #groups = new Map<string, Group>()
  /** Those that have shown no key, the idlest first. */
  readonly #keyless = new Set<Socket>()

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** Counts the connections of a server from now on. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      socket.once('close', () => this.#remove(socket))
      this.#keyless.add(socket)
      const group = this.#join(socket, `address ${addressGroup(socket.remoteAddress)}`)
      if (group.size > this.#bounds.keylessConnections) this.#end(group)
      else if (this.#open.size > this.#bounds.connections)
        this.#end(this.#keyless.size > 1 ? this.#keyless : this.#largestGroup())
    })
    server.on('request', ({ socket }: { socket: Socket }) => {
      const name = this.#open.get(socket)
      if (name === undefined) return
      moveToEnd(this.#groups.get(name)!, socket)
      if (this.#keyless.has(socket)) moveToEnd(this.#keyless, socket)
    })
  }

  /** To be called when a request on a connection has shown the right key of a user. */
  hasShownKey(socket: Socket, userId: string): void {
    const name = this.#open.get(socket)
    if (name === undefined || name === userId) return // it has ended, or is known
    this.#remove(socket)
    const group = this.#join(socket, userId)
    if (group.size > this.#bounds.userConnections) this.#end(group)
  }

  #join(socket: Socket, name: string): Group {
    let group = this.#groups.get(name)
    if (!group) this.#groups.set(name, (group = new Set()))
    group.add(socket)
    this.#open.set(socket, name)
    return group
  }

  #remove(socket: Socket): void {
    const name = this.#open.get(socket)
    if (name === undefined) return
    this.#open.delete(socket)
    this.#keyless.delete(socket)
    const group = this.#groups.get(name)!
    group.delete(socket)
    if (!group.size) this.#groups.delete(name)
  }

  #largestGroup(): Group {
    let largest: Group = new Set()
    for (const group of this.#groups.values()) if (group.size > largest.size) largest = group
    return largest
  }

  /** Ends the idlest one. */
  #end([idlest]: Group): void {
    if (!idlest) return
    this.#remove(idlest)
    idlest.destroy()
  }
}

function moveToEnd(group: Group, socket: Socket): void {
  group.delete(socket)
  group.add(socket)
}

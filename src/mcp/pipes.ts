import type { Readable, Writable } from 'node:stream'
import { isJSONRPCRequest, type JSONRPCMessage, ReadBuffer, type RequestId, serializeMessage, type Transport } from '@modelcontextprotocol/server'

/** JSON lines on two pipes. Once nothing more is asked, what was asked is still answered before the end. */
export class Pipes implements Transport {
  onmessage?: Transport['onmessage']
  onclose?: () => void
  onerror?: (error: Error) => void
  readonly #input: Readable
  readonly #output: Writable
  readonly #lines = new ReadBuffer()
  readonly #asked = new Set<RequestId>()
  #complete = false
  readonly closed: Promise<void>
  #closed!: () => void

  constructor(input: Readable, output: Writable) {
    this.#input = input
    this.#output = output
    this.closed = new Promise((closed) => (this.#closed = closed))
  }

  async start(): Promise<void> {
    this.#input.on('data', (chunk: Buffer) => this.#hear(chunk))
    for (const over of ['end', 'close']) {
      this.#input.on(over, () => {
        this.#complete = true
        this.#closeWhenAnswered()
      })
    }
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#output.write(serializeMessage(message))
    if (!('method' in message) && message.id !== undefined) this.#asked.delete(message.id)
    this.#closeWhenAnswered()
  }

  async close(): Promise<void> {
    this.#input.destroy()
    this.onclose?.()
    this.#closed()
  }

  #hear(chunk: Buffer): void {
    try {
      this.#lines.append(chunk)
    } catch (error) {
      this.onerror?.(error as Error) // a line without end
      void this.close()
      return
    }
    while (this.#next());
  }

  #next(): boolean {
    try {
      const message = this.#lines.readMessage()
      if (!message) return false
      if (isJSONRPCRequest(message) && message.method !== 'subscriptions/listen') this.#asked.add(message.id) // that one is answered for as long as there are pipes
      else if ('method' in message && message.method === 'notifications/cancelled') this.#asked.delete(message.params?.requestId as RequestId)
      this.onmessage?.(message)
    } catch (error) {
      this.onerror?.(error as Error)
    }
    return true
  }

  #closeWhenAnswered(): void {
    if (this.#complete && this.#asked.size === 0) void this.close()
  }
}

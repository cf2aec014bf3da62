export interface WireRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  /** Fails if nothing arrives for this time. */
  idleTimeoutMs: number
  /** Fails if the reply is not complete after this time. */
  totalTimeoutMs: number
}

export interface WireReply {
  status: number
  /** By lower-case name; '' if absent. */
  header(name: string): string
  body: string
}

/** Sends one request. Does not follow redirects; rejects only with NoResponseError. */
export type Transport = (request: WireRequest) => Promise<WireReply>

/** There was no complete reply. */
export class NoResponseError extends Error {
  /** Whether another attempt may succeed. */
  readonly retryable: boolean
  /** False where the request certainly has not reached the server. */
  readonly mayHaveArrived: boolean

  constructor(reason: string, { retryable = true, mayHaveArrived = true } = {}) {
    super(reason)
    this.name = 'NoResponseError'
    this.retryable = retryable
    this.mayHaveArrived = mayHaveArrived
  }
}

/** One HTTP exchange, as little of it as Track needs. */
export interface WireRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  /** Milliseconds without a sign of life after which there is no answer. */
  timeout: number
  /** Milliseconds after which it is given up, whatever still comes. */
  within: number
}

export interface WireReply {
  status: number
  /** By lower-case name; '' when absent. */
  header(name: string): string
  body: string
}

/** Carries one request, follows no redirect, and fails only with NoAnswer. */
export type Transport = (request: WireRequest) => Promise<WireReply>

/** No complete answer came. Whether the server got the request is not known. */
export class NoAnswer extends Error {
  /** Another attempt may fare better. */
  readonly passing: boolean

  constructor(reason: string, passing = true) {
    super(reason)
    this.name = 'NoAnswer'
    this.passing = passing
  }
}

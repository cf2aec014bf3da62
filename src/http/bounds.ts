/** What one client, one user, and all together may make the server hold. SECURITY.md lists them for people. */
export interface Bounds {
  /** Milliseconds for a request's headers, and for the whole of it. */
  headersMs: number
  requestMs: number
  /** Milliseconds after which a connection on which nothing moves is closed. */
  idleMs: number
  /** Open connections of all, of one address without a key, and of one user. */
  connections: number
  keylessConnections: number
  userConnections: number
  /** Requests of one user in flight: until the response has left or its connection is gone. */
  requests: number
  /** Of these, those whose bodies may hold everything that a user has. */
  largeRequests: number
  /** Unread bytes of one user's answers, from which on their requests are refused. */
  unsentBytes: number
  /** Unread bytes of all streams and answers of one user, or of one address without a key; past it they are closed. */
  unreadBytes: number
  /** A response must be read within so many milliseconds plus what its bytes take at so many bytes a second. */
  answerMs: number
  answerPace: number
  /** Open event streams of one user, and of all. */
  streams: number
  allStreams: number
}

export const BOUNDS: Bounds = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 90_000,
  connections: 10_000,
  keylessConnections: 2_000,
  userConnections: 2_500,
  requests: 100,
  largeRequests: 2,
  unsentBytes: 32 * 1024 * 1024,
  unreadBytes: 64 * 1024 * 1024,
  answerMs: 30_000,
  answerPace: 32 * 1024,
  streams: 2_000,
  allStreams: 8_000,
}

/** Bodies of most operations, and of an import. */
export const MAX_BODY_BYTES = 1024 * 1024
export const MAX_LARGE_BODY_BYTES = 32 * 1024 * 1024

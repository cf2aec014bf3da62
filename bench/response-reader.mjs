const END_OF_HEAD = Buffer.from('\r\n\r\n')
const END_OF_LINE = Buffer.from('\r\n')

/**
 * Returns a function that takes the bytes of a connection as they arrive and calls `onResponse(head, size)` for each
 * complete response: its status and head, and its size in bytes. Bodies end by a content-length or are chunked without
 * trailers (RFC 9112, 6 and 7.1). Throws for a response that only ends with its connection.
 */
export function responseReader(onResponse) {
  let head = null
  let rest = null // bytes that are too few to go on with
  let missing = 0 // bytes of the body or of the chunk
  let size = 0
  let chunked = false
  const complete = () => {
    const one = head
    head = null
    onResponse(one, size)
  }
  return (bytes) => {
    let left = rest ? Buffer.concat([rest, bytes]) : bytes
    rest = null
    for (;;) {
      if (!head) {
        const end = left.indexOf(END_OF_HEAD)
        if (end < 0) break
        head = parseHead(left.latin1Slice(0, end))
        chunked = head.length === 'chunked'
        missing = chunked ? 0 : head.length
        size = end + END_OF_HEAD.length
        left = left.subarray(size)
      }
      const taken = Math.min(missing, left.length)
      missing -= taken
      size += taken
      left = left.subarray(taken)
      if (missing > 0) break
      if (chunked) {
        const end = left.indexOf(END_OF_LINE)
        if (end < 0) break
        const length = Number.parseInt(left.latin1Slice(0, end), 16)
        if (length > 0) {
          missing = length + END_OF_LINE.length
          size += end + END_OF_LINE.length
          left = left.subarray(end + END_OF_LINE.length)
          continue
        }
        if (left.length < end + END_OF_HEAD.length) break
        size += end + END_OF_HEAD.length
        left = left.subarray(end + END_OF_HEAD.length)
      }
      complete()
    }
    if (left.length) rest = left
  }
}

function parseHead(head) {
  const status = Number(head.slice(9, 12))
  if (status === 304 || status === 204) return { status, head, length: 0 }
  if (/\r\ntransfer-encoding: chunked/i.test(head)) return { status, head, length: 'chunked' }
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without its length: ${head}`)
  return { status, head, length: Number(length) }
}

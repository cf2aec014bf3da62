/** One server-sent event, as far as Track sends them (WHATWG HTML, 9.2.6). */
export interface ServerSentEvent {
  id: string | undefined
  /** `message` unless it is named. */
  event: string
  /** Empty where it only tells behind which id the stream goes on. */
  data: string
}

/** Takes text as it arrives, and gives the events that it completes; comments are none. */
export function createEventParser(): (text: string) => ServerSentEvent[] {
  let rest = ''
  return (text) => {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop()!
    return blocks.flatMap((block) => {
      const lines = block.split('\n')
      const fieldOf = (field: string) => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2)
      const [id, data] = [fieldOf('id'), fieldOf('data')]
      if (id === undefined && data === undefined) return []
      return [{ id, event: fieldOf('event') ?? 'message', data: data ?? '' }]
    })
  }
}

import { conflict } from '#domain/errors.ts'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const END_BYTES = 22
/** What a file in an archive may unpack to. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3

/** The files of a ZIP archive by name, each read on demand. Throws `conflict` for an archive that is damaged. */
export function filesOfZip(bytes: Uint8Array): Map<string, () => Promise<Uint8Array>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const files = new Map<string, () => Promise<Uint8Array>>()
  try {
    let end = bytes.length - END_BYTES
    while (view.getUint32(end, true) !== END_SIGNATURE) end--
    let at = view.getUint32(end + 16, true)
    for (let n = view.getUint16(end + 10, true); n > 0; n--) {
      if (view.getUint32(at, true) !== ENTRY_SIGNATURE) throw new RangeError('no entry')
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!))
      const entry = at
      files.set(name, () => unpack(bytes, view, entry))
      at += 46 + nameLength! + extraLength! + commentLength!
    }
  } catch (error) {
    if (error instanceof RangeError) throw conflict('the archive is damaged', { hint: 'Export it once more.' })
    throw error
  }
  return files
}

async function unpack(bytes: Uint8Array, view: DataView, entry: number): Promise<Uint8Array> {
  const method = view.getUint16(entry + 10, true)
  const size = view.getUint32(entry + 20, true)
  const local = view.getUint32(entry + 42, true)
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const packed = bytes.subarray(start, start + size)
  if (method === 0) return packed
  if (method !== 8) throw conflict('the archive is packed in a way that Track does not read')
  const blob = new Blob([packed.slice()])
  const reader = blob.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let total = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if ((total += read.value.length) > MAX_UNPACKED_BYTES) throw conflict('the archive unpacks to more than 256 MiB')
    chunks.push(read.value)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

import { encode } from 'uqr'

/** Above and below: the lower half of a character is the next row. Light parts are drawn, for dark terminals. */
const HALVES = [' ', '▄', '▀', '█']

/** A QR code as lines of text, two rows of it in each. */
export function qrLines(text: string): string[] {
  const { data } = encode(text, { ecc: 'L', border: 2 })
  const isLight = (row: boolean[] | undefined, x: number) => (row ? !row[x] : true)
  const lines: string[] = []
  for (let y = 0; y < data.length; y += 2)
    lines.push(
      data[y]!.map((_, x) => HALVES[(isLight(data[y], x) ? 2 : 0) + (isLight(data[y + 1], x) ? 1 : 0)]!).join(''),
    )
  return lines
}

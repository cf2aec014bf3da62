export type Style = 'red' | 'yellow' | 'dim' | 'bold'

const CODES: Record<Style, [number, number]> = { red: [31, 39], yellow: [33, 39], dim: [2, 22], bold: [1, 22] }

export interface StyledText {
  text: string
  style?: Style
}
export type Piece = string | StyledText

export function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.text
}

export function applyStyle(text: string, style: Style | undefined, colours: boolean): string {
  if (!style || !colours || text === '') return text
  const [on, off] = CODES[style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

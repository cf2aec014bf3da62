export type Style = 'red' | 'yellow' | 'dim' | 'bold'

const CODES: Record<Style, [number, number]> = { red: [31, 39], yellow: [33, 39], dim: [2, 22], bold: [1, 22] }

export interface StyledText {
  text: string
  style?: Style
  /** Where the text leads on terminals that know hyperlinks. */
  link?: string
}
export type Piece = string | StyledText

/** What the screen understands beside text. */
export interface Capabilities {
  colours: boolean
  links: boolean
}

export function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.text
}

/** The text with the sequences of its style and link (OSC 8). */
export function applyStyle({ text, style, link }: StyledText, { colours, links }: Capabilities): string {
  if (text === '') return text
  const [on, off] = CODES[style ?? 'dim']
  const styled = style && colours ? `\u001b[${on}m${text}\u001b[${off}m` : text
  return link && links ? `\u001b]8;;${encodeURI(link)}\u001b\\${styled}\u001b]8;;\u001b\\` : styled
}

/**
 * Line breaks, characters that TEXT escapes, control characters except tab, and surrogates or surrogate pairs.
 */
const SPECIAL_CHARACTERS = /\r\n?|[\\;,\x00-\x08\x0a-\x1f\x7f-\x9f]|[\ud800-\udbff][\udc00-\udfff]?|[\udc00-\udfff]/g
const NON_ASCII = /[^\x00-\x7f]/

function escapeSpecial(found: string): string {
  switch (found) {
    case '\n':
    case '\r':
    case '\r\n':
      return '\\n'
    case '\\':
    case ';':
    case ',':
      return `\\${found}`
    default:
      if (found < '\ud800') return ''
      return found.length === 2 ? found : '\ufffd'
  }
}

/**
 * Escapes a TEXT value (RFC 5545, 3.3.11): line breaks become `\n`, control characters are removed, lone surrogates
 * become U+FFFD.
 */
export function escapeText(text: string): string {
  return text.replace(SPECIAL_CHARACTERS, escapeSpecial)
}

/**
 * Folds a content line at 75 octets of UTF-8 (RFC 5545, 3.1). `content` must not contain line breaks or lone
 * surrogates.
 */
export function fold(content: string): string {
  if (NON_ASCII.test(content)) return foldNonAscii(content)
  let lines = content.slice(0, 75)
  for (let at = 75; at < content.length; at += 74) lines += `\r\n ${content.slice(at, at + 74)}`
  return `${lines}\r\n`
}

function foldNonAscii(content: string): string {
  let lines = ''
  let from = 0
  let octets = 0
  for (let at = 0; at < content.length; at++) {
    const unit = content.charCodeAt(at)
    const high = unit >= 0xd800 && unit < 0xdc00
    const width = unit < 0x80 ? 1 : unit < 0x800 ? 2 : high ? 4 : 3
    octets += width
    if (octets > 75) {
      lines += `${content.slice(from, at)}\r\n `
      from = at
      octets = 1 + width
    }
    if (high) at++
  }
  return `${lines}${content.slice(from)}\r\n`
}

/** A property with a TEXT value as a folded content line; `prefix` is its name and colon. */
export function textLine(prefix: string, text: string): string {
  return fold(prefix + escapeText(text))
}

const hidden =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]/gu
const risky = /[\u0000-\u001f\u007f-\uffff]/

/** One line that is safe to show: control characters, escape sequences and direction overrides become visible signs. */
export function clean(text: string): string {
  return risky.test(text) ? text.replace(hidden, sign) : text
}

/** Several safe lines; tabs become spaces. */
export function cleanLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => clean(line.replaceAll('\t', '    ')))
}

function sign(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/** JSON in which no character can act on a terminal. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const UNSAFE = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
    '\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff]',
  'gu',
)
const MAYBE_UNSAFE = /[\u0000-\u001f\u007f-\uffff]/

/** Makes a line safe for a terminal: control characters and direction overrides become visible. */
export function clean(text: string): string {
  return MAYBE_UNSAFE.test(text) ? text.replace(UNSAFE, visibleSign) : text
}

/** Makes several lines safe; tabs become spaces. */
export function cleanLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => clean(line.replaceAll('\t', '    ')))
}

function visibleSign(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/** JSON without characters that affect a terminal; `change` is applied to every text in it. */
export function toSafeJson(value: unknown, change?: (text: string) => string): string {
  const changed = (_name: string, part: unknown) => (typeof part === 'string' ? change!(part) : part)
  return JSON.stringify(value, change && changed, 2).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    escaped,
  )
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

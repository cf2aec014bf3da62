import { CONTROL_CHARACTER, MAX_URL_LENGTH } from './field-types.ts'

/** What is wrong with a web address; null for one that may be kept. */
export function webAddressProblem(text: string): string | null {
  if (text.length > MAX_URL_LENGTH) return `has more than ${MAX_URL_LENGTH} characters`
  if (CONTROL_CHARACTER.test(text) || /\s/.test(text)) return 'may not hold spaces or control characters'
  return /^https?:\/\/[^/\\]/i.test(text) && URL.canParse(text)
    ? null
    : 'is a web address that begins with http:// or https://'
}

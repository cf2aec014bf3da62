/** Most text is ASCII, and composed. */
const ASCII = /^[\x00-\x7f]*$/
/** Normalization takes quadratic time in the number of marks on a letter, and no script uses more than a few. */
const MANY_MARKS = /(\p{M}{31,})/u

/** A text in Unicode's composed form (NFC), but for letters with more than 30 marks, which stay as they are. */
export function composed(text: string): string {
  if (ASCII.test(text)) return text
  if (!MANY_MARKS.test(text)) return text.normalize('NFC')
  return text
    .split(MANY_MARKS)
    .map((part, i) => (i % 2 ? part : part.normalize('NFC')))
    .join('')
}

const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Whether a text shows something: not only blanks, and signs that no one sees. */
export const isVisible = (text: string): boolean => VISIBLE.test(text)

/** A tag as tags are compared: in lower case, composed. */
export const foldTag = (text: string): string => composed(text.toLowerCase())

/** A name as names are compared: composed, in lower case, with single spaces. */
export const foldName = (text: string): string => composed(text.trim().toLowerCase().replace(/\s+/g, ' '))

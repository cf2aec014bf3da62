export interface Markdown {
  /** Safe HTML. */
  render(text: string): string
  /** The text with the nth of its boxes ticked or no longer ticked. */
  ticked(text: string, nth: number): string
}

const TAGS = [
  'a',
  'b',
  'blockquote',
  'br',
  'code',
  'del',
  'em',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'i',
  'img',
  'input',
  'kbd',
  'li',
  'mark',
  'ol',
  'p',
  'pre',
  's',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'u',
  'ul',
]
const ATTRIBUTES = ['href', 'title', 'alt', 'src', 'type', 'checked', 'disabled', 'start', 'align']
const LABEL_LENGTH = 100
const BLOCK = /^(?:P|H[1-6]|UL|OL|LI|BLOCKQUOTE|PRE|TD|TH)$/
const LINK = /^(?:https?:|mailto:|tel:)/i
const IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);/i

/** Where a box may stand: after the bullets or numbers that begin a line, in a quotation too. */
const BOX = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*\[([ xX])\](?=\s)/gm

let loading: Promise<Markdown> | null = null

/** What understands Markdown; fetched when the first notes are shown. */
export function markdown(): Promise<Markdown> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function load(): Promise<Markdown> {
  const [{ Marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')])
  const marked = new Marked({ gfm: true, breaks: true, async: false })
  const purifier = purify(window)
  purifier.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName === 'A') link(node)
    else if (node.tagName === 'IMG') image(node)
    else if (node.tagName === 'INPUT') tick(node)
    if (BLOCK.test(node.tagName)) node.setAttribute('dir', 'auto')
  })
  const boxesIn = (text: string): string => {
    let boxes = ''
    void marked.walkTokens(
      marked.lexer(text),
      (token) => void (token.type === 'list_item' && token.task && (boxes += token.checked ? 'x' : ' ')),
    )
    return boxes
  }
  return {
    render: (text) =>
      purifier.sanitize(marked.parse(text, { async: false }), {
        ALLOWED_TAGS: TAGS,
        ALLOWED_ATTR: ATTRIBUTES,
        ALLOW_DATA_ATTR: false,
        ALLOW_ARIA_ATTR: false,
      }),
    ticked(text, nth) {
      const flip = (boxes: string, at: number) =>
        boxes.slice(0, at) + (boxes[at] === ' ' ? 'x' : ' ') + boxes.slice(at + 1)
      const wanted = flip(boxesIn(text), nth)
      // not all that looks like a box is one, as in code: the right one is the one whose change is read as wanted
      for (const {
        0: { length },
        index,
      } of text.matchAll(BOX)) {
        const next = flip(text, index + length - 2)
        if (boxesIn(next) === wanted) return next
      }
      return text
    },
  }
}

function link(node: Element): void {
  if (!LINK.test(node.getAttribute('href') ?? '')) return node.removeAttribute('href')
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer')
}

/** Nothing is asked of other servers: such an image becomes a link to it. */
function image(node: Element): void {
  const address = node.getAttribute('src') ?? ''
  if (IMAGE.test(address)) return
  const instead = document.createElement(LINK.test(address) ? 'a' : 'span')
  instead.textContent = node.getAttribute('alt') || 'image'
  if (LINK.test(address)) {
    instead.setAttribute('href', address)
    link(instead)
  }
  node.replaceWith(instead)
}

function tick(node: Element): void {
  if (node.getAttribute('type') !== 'checkbox') return node.remove()
  node.removeAttribute('disabled')
  node.setAttribute(
    'aria-label',
    (node.closest('li')?.textContent ?? '').trim().split('\n')[0]!.slice(0, LABEL_LENGTH) || 'Box',
  )
}

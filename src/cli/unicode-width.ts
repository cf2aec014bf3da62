/** By name: a default export is another thing once the bundle has made a CommonJS file of its module. */
export { default as stringWidth } from 'string-width'

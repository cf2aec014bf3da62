/** A named export, since the bundle's CommonJS changes the meaning of a default export. */
export { default as stringWidth } from 'string-width'
